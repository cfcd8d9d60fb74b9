package sc.fiji.boldj.workflow.option;

/** Whether a text is a path; dialogs then have a button to browse and accept a dropped file. */
public enum PathKind {
    /** Not a path. */
    NONE,
    /** A file to read. */
    FILE,
    /** A folder. */
    FOLDER
}
