package sc.fiji.boldj.host;

import ij.ImagePlus;
import ij.WindowManager;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import sc.fiji.boldj.run.Progress;

/** The images that are open in ImageJ, by title. */
public final class OpenImages implements CommandRunner.Images {

    /** The titles of all open images. */
    public static List<String> titles() {
        return Arrays.asList(WindowManager.getImageTitles());
    }

    @Override
    public ImagePlus find(String title, Progress progress) {
        ImagePlus active = WindowManager.getCurrentImage();
        if (title == null) {
            if (active == null) throw new IllegalArgumentException("no image is open");
            return active;
        }
        if (active != null && active.getTitle().equals(title)) return active;
        List<ImagePlus> found = new ArrayList<>();
        int[] ids = WindowManager.getIDList();
        if (ids != null)
            for (int id : ids) {
                ImagePlus image = WindowManager.getImage(id);
                if (image != null && image.getTitle().equals(title)) found.add(image);
            }
        if (found.isEmpty())
            throw new IllegalArgumentException("no open image is titled '" + title + "'; open are " + titles());
        if (found.size() > 1)
            throw new IllegalArgumentException(
                    found.size() + " open images are titled '" + title + "': rename one, or make it the active image");
        return found.get(0);
    }
}
