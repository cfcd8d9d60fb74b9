package net.imagej.legacy.plugin;

import org.scijava.plugin.SciJavaPlugin;

/**
 * The signature of Fiji's extension point for opening files, to compile against: imagej-legacy is not on Maven Central.
 * Never packaged; in Fiji the real one is found.
 */
public interface LegacyOpener extends SciJavaPlugin {

    /**
     * @param path the file, or null if a chooser is to be shown
     * @param plane the plane to open, counted from 0, or -1 for all
     * @param display whether to show what was opened
     * @return an image, or null to let others try
     */
    Object open(String path, int plane, boolean display);
}
