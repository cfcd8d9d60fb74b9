package sc.fiji.boldj.command;

import sc.fiji.boldj.workflow.study.StepRunner;

/**
 * Tells the user which step runs.
 *
 * @param who the participant, or the group
 */
record StudyNews(String who) implements StepRunner.Listener {

    @Override
    public void begins(String step, int number, int of) {
        HostProgress.warn(step + " (" + number + " of " + of + ")");
    }

    @Override
    public void isDone(String step, int number, int of) {
        HostProgress.warn(step + " (" + number + " of " + of + ") is done");
    }
}
