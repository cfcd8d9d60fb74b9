package sc.fiji.boldj.command;

import java.io.IOException;
import sc.fiji.boldj.atlas.Template;
import sc.fiji.boldj.atlas.TemplateFiles;
import sc.fiji.boldj.atlas.TemplateFlow;
import sc.fiji.boldj.run.Progress;

/** The template that a key names. */
final class StudyTemplates {

    private StudyTemplates() {}

    static Template of(String name, Progress progress) throws IOException {
        return TemplateFiles.named(name, new TemplateFlow(TemplateFlow.Options.ofUser()), progress);
    }
}
