package sc.fiji.boldj.command;

import java.io.IOException;
import sc.fiji.boldj.atlas.Template;
import sc.fiji.boldj.atlas.TemplateFiles;
import sc.fiji.boldj.atlas.TemplateFlow;
import sc.fiji.boldj.run.Progress;

/** The template that a key names. */
public final class StudyTemplates {

    private StudyTemplates() {}

    /**
     * The template that a key names, downloaded if it is not here.
     *
     * @throws IllegalArgumentException if it says that it is not of MNI space: a study looks up seeds and networks there
     */
    public static Template of(String name, Progress progress) throws IOException {
        Template template = TemplateFiles.named(name, new TemplateFlow(TemplateFlow.Options.ofUser()), progress);
        if (!template.space().isMni())
            throw new IllegalArgumentException("template '" + name + "' is of the space "
                    + template.space().name()
                    + ", but the seeds, networks and anatomical names of a study are defined in MNI space");
        return template;
    }
}
