package sc.fiji.boldj.entry;

import org.scijava.Priority;
import org.scijava.module.Module;
import org.scijava.module.ModuleItem;
import org.scijava.module.process.AbstractPreprocessorPlugin;
import org.scijava.module.process.PreprocessorPlugin;
import org.scijava.plugin.Plugin;

/**
 * Keeps the optional inputs of our commands as the caller left them. A script that names no mask wants none; SciJava would
 * otherwise take an open image for it, or ask for it in a dialog that offers open images and no way to choose none.
 */
@Plugin(type = PreprocessorPlugin.class, priority = Priority.FIRST)
public final class OptionalInputs extends AbstractPreprocessorPlugin {

    private static final String COMMANDS = "sc.fiji.boldj.command.";

    @Override
    public void process(Module module) {
        if (!module.getDelegateObject().getClass().getName().startsWith(COMMANDS)) return;
        for (ModuleItem<?> input : module.getInfo().inputs())
            if (!input.isRequired() && !module.isInputResolved(input.getName())) module.resolveInput(input.getName());
    }
}
