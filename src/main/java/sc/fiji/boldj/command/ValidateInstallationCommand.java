package sc.fiji.boldj.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import sc.fiji.boldj.host.CommandKey;
import sc.fiji.boldj.host.ReportingCommand;
import sc.fiji.boldj.report.CertificatePage;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.workflow.validate.Certificate;
import sc.fiji.boldj.workflow.validate.InstallationCheck;
import sc.fiji.boldj.workflow.validate.PhantomStep;

/** Runs phantoms with known truth through the steps and writes a certificate. */
@Plugin(type = Command.class, name = "Validate Installation...", headless = true)
public final class ValidateInstallationCommand extends ReportingCommand {

    @Parameter(
            label = "Folder",
            description = "folder for the certificate, its table and its log",
            style = CommandKey.FOLDER,
            persist = false)
    private String output = "";

    @Parameter(
            label = "Steps",
            description = "parts of names of steps, separated by commas; empty: all",
            required = false,
            persist = false)
    private String steps = "";

    @Parameter(
            label = "Person",
            description = "who validates, for the certificate; empty: not said",
            required = false,
            persist = false)
    private String person = "";

    @Parameter(
            label = "Fingerprint of the signer",
            description = "of the key that will sign the certificate; empty: it is not signed",
            required = false,
            persist = false)
    private String signer = "";

    @Override
    public void execute(Progress progress) throws IOException {
        List<PhantomStep> chosen = InstallationCheck.named(steps);
        Certificate certificate = Certificate.of(InstallationCheck.of(chosen, progress), person, signer);
        Path page = certificate.write(Path.of(output.strip()), CertificatePage.of(certificate));
        if (!certificate.check().isPassed()) throw new IOException(certificate.verdict() + " (" + page + ")");
        say(certificate.verdict() + "\n" + page);
    }
}
