"""Writes warp.nii.gz: a displacement field of shape 5x4x3 as ITK lays it out, made with nibabel (MIT).

Run: /usr/bin/python3 make_warp.py (nibabel 5.0.0, numpy 1.24.2). Synthetic numbers only; in the public domain.
Vector (LPS) of voxel (i, j, k): (i + 0.5 j, j - k, 10 k + 0.25 i).
"""
import nibabel as nib
import numpy as np

i, j, k = np.meshgrid(np.arange(5), np.arange(4), np.arange(3), indexing="ij")
lps = np.stack([i + 0.5 * j, j - k, 10 * k + 0.25 * i], axis=-1).astype(np.float32)
affine = np.array([[-2, 0, 0, 10], [0, 2.5, 0.3, -20], [0, -0.36, 2.0, 5], [0, 0, 0, 1.0]])
image = nib.Nifti1Image(lps[:, :, :, None, :], affine)
image.header.set_intent("vector")
image.set_sform(affine, 1)
image.set_qform(None, 0)
nib.save(image, "warp.nii.gz")
