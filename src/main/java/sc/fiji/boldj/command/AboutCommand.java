package sc.fiji.boldj.command;

import org.scijava.command.Command;
import org.scijava.plugin.Plugin;
import sc.fiji.boldj.host.CommandTable;
import sc.fiji.boldj.host.ReportingCommand;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.run.Version;

/** Shows the version, the Java version and system, and how to cite BoldJ. */
@Plugin(type = Command.class, name = "About BoldJ", headless = true)
public final class AboutCommand extends ReportingCommand {

    @Override
    public void execute(Progress progress) {
        say("BoldJ " + Version.text()
                + "\nFunctional MRI analysis from scanner files to the results of a trial"
                + "\nJava " + Runtime.version() + ", " + System.getProperty("os.name") + " "
                + System.getProperty("os.arch")
                + "\nLicence: BSD 2-Clause; libraries have their own licences (THIRD-PARTY.txt)"
                + "\nTo cite: CITATION.cff, and the papers listed on the page of each step"
                + "\nDocumentation: " + CommandTable.documentation("README.md"));
    }
}
