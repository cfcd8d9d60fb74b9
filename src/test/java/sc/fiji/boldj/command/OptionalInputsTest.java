package sc.fiji.boldj.command;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.ImagePlus;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.scijava.Context;
import org.scijava.command.CommandService;
import org.scijava.module.Module;
import org.scijava.module.ModuleItem;
import org.scijava.module.process.PreprocessorPlugin;
import org.scijava.plugin.PluginService;
import sc.fiji.boldj.entry.OptionalInputs;

/** SciJava's preprocessors, in their order, with one behind them that fills every image it can, as hosts do. */
class OptionalInputsTest {

    /** Takes an open image for each input that nobody has settled. */
    private static void fill(Module module, ImagePlus open) {
        for (ModuleItem<?> input : module.getInfo().inputs())
            if (input.getType() == ImagePlus.class && !module.isInputResolved(input.getName()))
                module.setInput(input.getName(), open);
    }

    @Test
    void anOptionalImageThatAScriptDoesNotNameStaysEmpty() {
        ImagePlus asked = new ImagePlus();
        ImagePlus active = new ImagePlus();
        try (Context context = new Context(CommandService.class, PluginService.class)) {
            List<PreprocessorPlugin> all =
                    context.service(PluginService.class).createInstancesOfType(PreprocessorPlugin.class);
            PreprocessorPlugin ours = all.stream()
                    .filter(OptionalInputs.class::isInstance)
                    .findFirst()
                    .orElseThrow();
            assertTrue(all.indexOf(ours) <= 1, "only SciJava's own log may come before ours: " + all);
            Module module = context.service(CommandService.class)
                    .getCommand(SmoothingCommand.class)
                    .createModule(new SmoothingCommand());
            module.setInput("input", asked);
            module.resolveInput("input");
            ours.process(module);
            fill(module, active);
            assertSame(asked, module.getInput("input"));
            assertNull(module.getInput("mask"), "the active image is no mask");
        }
    }

    @Test
    void aRequiredImageIsStillAskedFor() {
        try (Context context = new Context(CommandService.class, PluginService.class)) {
            Module module = context.service(CommandService.class)
                    .getCommand(SmoothingCommand.class)
                    .createModule(new SmoothingCommand());
            new OptionalInputs().process(module);
            assertFalse(module.isInputResolved("input"));
        }
    }
}
