"""The logs: each line holds the SHA-256 of the one before, and every file has the bytes that the newest line names."""
import hashlib
import json

import files


def check(bids, out, ledger):
    logs = sorted((out / "logs").glob("*_provenance.jsonl"))
    ledger.same("there is a log", str(out / "logs"), bool(logs), True)
    named = set()
    for path in logs:
        last = None
        newest = {}
        for number, line in enumerate(files.log(path), 1):
            entry = json.loads(line)
            if last is not None:
                ledger.same("chain of the logs", f"{path.name} line {number}", last, entry["previous"])
            else:
                first = entry["previous"]
                ledger.same("first line of a log names no other", path.name, set(first) <= {"0"}, True)
            last = hashlib.sha256(line).hexdigest()
            newest.update(entry["inputs"])
            newest.update(entry["outputs"])
        for key, digest in newest.items():
            root, rest = key.split("/", 1)
            if root not in ("input", "output") or rest.startswith("work/"):
                continue
            target = (bids if root == "input" else out) / rest
            named.add(target)
            ledger.same("files have the logged bytes", key, files.sha256(target) if target.exists() else "missing", digest)
    written = {path for path in out.rglob("*") if path.is_file() and "logs" not in path.parts and path.name != "dataset_description.json"}
    ledger.same("every result is named by a log", str(out.name), sorted(str(p.relative_to(out)) for p in written - named), [])
