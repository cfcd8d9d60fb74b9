package sc.fiji.boldj.command;

import java.io.IOException;
import sc.fiji.boldj.atlas.Template;
import sc.fiji.boldj.run.Progress;

/** The template that a key names. */
final class StudyTemplates {

    private StudyTemplates() {}

    static Template of(String name, Progress progress) throws IOException {
        if (name.isEmpty()) return Template.builtIn();
        throw new IllegalArgumentException("key 'template': " + name);
    }
}
