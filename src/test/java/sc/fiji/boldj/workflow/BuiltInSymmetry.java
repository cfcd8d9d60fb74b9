package sc.fiji.boldj.workflow;

import sc.fiji.boldj.atlas.Template;

/** The symmetry of the built-in template, which takes seconds to find: once for all tests. */
public final class BuiltInSymmetry {

    public static final TemplateSymmetry SHARED = TemplateSymmetry.of(Template.builtIn());

    private BuiltInSymmetry() {}
}
