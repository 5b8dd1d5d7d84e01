import java.io.File;
import org.verapdf.ReleaseDetails;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;

/** Judges PDF files by two standards; a line, of fields between tabs, for each verdict and each finding. */
public class VeraPdf {
    public static void main(String[] files) throws Exception {
        VeraGreenfieldFoundryProvider.initialise();
        for (ReleaseDetails part : ReleaseDetails.getDetails()) {
            tell("version", part.getId(), part.getVersion());
        }
        for (String file : files) {
            for (String standard : new String[] {"ua1", "3a"}) {
                PDFAFlavour flavour = PDFAFlavour.fromString(standard);
                PDFAValidator validator = Foundries.defaultInstance().createValidator(flavour, false);
                try (PDFAParser parser = Foundries.defaultInstance().createParser(new File(file), flavour)) {
                    ValidationResult result = validator.validate(parser);
                    int rules = result.getValidationProfile().getRules().size();
                    tell("verdict", file, standard, rules, result.getTotalAssertions(), result.isCompliant());
                    for (TestAssertion found : result.getTestAssertions()) {
                        String rule = found.getRuleId().getClause() + "-" + found.getRuleId().getTestNumber();
                        tell("finding", file, standard, rule, found.getMessage(), found.getLocation().getContext());
                    }
                }
            }
        }
    }

    private static void tell(Object... fields) {
        StringBuilder line = new StringBuilder();
        for (Object field : fields) {
            line.append(line.length() == 0 ? "" : "\t").append(String.valueOf(field).replaceAll("\\s+", " "));
        }
        System.out.println(line);
    }
}
