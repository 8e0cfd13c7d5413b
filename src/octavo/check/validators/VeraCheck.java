import java.io.File;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.logging.LogManager;
import javax.xml.parsers.DocumentBuilderFactory;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;
import org.verapdf.pdfa.validation.profiles.Profiles;
import org.verapdf.pdfa.validation.profiles.Rule;
import org.verapdf.pdfa.validation.profiles.RuleId;
import org.verapdf.pdfa.validation.profiles.ValidationProfile;
import org.verapdf.pdfa.validation.profiles.Variable;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * Validates PDF files with veraPDF, all in one JVM, and prints one line of JSON for each, in the order given:
 * {"broken": [{"flavour": "ua1", "rule": "7.1-3", "count": 2, "description": "...", "first": "..."}]}
 * or {"failure": "..."}. A file is validated by each of its flavours, which have commas between them.
 *
 * usage: VeraCheck FLAVOURS FILE [FLAVOURS FILE]...
 */
public final class VeraCheck {
    private VeraCheck() { }

    public static void main(String[] arguments) throws Exception {
        LogManager.getLogManager().reset();
        VeraGreenfieldFoundryProvider.initialise();
        Map<String, ValidationProfile> profiles = new HashMap<>();
        for (int i = 0; i + 1 < arguments.length; i += 2) {
            String[] names = arguments[i].split(",");
            for (String name : names) {
                if (!profiles.containsKey(name)) {
                    profiles.put(name, profile(name));
                }
            }
            byte[] line = (verdict(new File(arguments[i + 1]), names, profiles) + "\n").getBytes(StandardCharsets.UTF_8);
            System.out.write(line, 0, line.length);
            System.out.flush();
        }
    }

    private static ValidationProfile profile(String name) throws Exception {
        PDFAFlavour flavour = PDFAFlavour.fromString(name);
        if (flavour == PDFAFlavour.NO_FLAVOUR) {
            System.err.println("veraPDF knows no flavour '" + name + "'");
            System.exit(2);
        }
        return new ProfileFile(flavour).read();
    }

    private static String verdict(File file, String[] names, Map<String, ValidationProfile> profiles) {
        List<String> items = new ArrayList<>();
        for (String name : names) {
            ValidationProfile profile = profiles.get(name);
            try (PDFAParser parser = Foundries.defaultInstance().createParser(file, profile.getPDFAFlavour());
                    PDFAValidator validator = Foundries.defaultInstance().createValidator(profile, false)) {
                items.addAll(broken(name, validator.validate(parser)));
            } catch (Exception | StackOverflowError failure) {
                return "{\"failure\": " + quoted(failure.toString()) + "}";
            }
        }
        return "{\"broken\": [" + String.join(", ", items) + "]}";
    }

    private static List<String> broken(String flavour, ValidationResult result) {
        Map<RuleId, String> first = new HashMap<>();
        for (TestAssertion assertion : result.getTestAssertions()) {
            if (assertion.getStatus() == TestAssertion.Status.FAILED) {
                first.putIfAbsent(assertion.getRuleId(), assertion.getLocation().getContext());
            }
        }
        List<String> items = new ArrayList<>();
        for (Map.Entry<RuleId, Integer> failed : result.getFailedChecks().entrySet()) {
            RuleId id = failed.getKey();
            Rule rule = result.getValidationProfile().getRuleByRuleId(id);
            items.add("{\"flavour\": " + quoted(flavour)
                + ", \"rule\": " + quoted(id.getClause() + "-" + id.getTestNumber())
                + ", \"count\": " + failed.getValue()
                + ", \"description\": " + quoted(rule == null ? "" : rule.getDescription())
                + ", \"first\": " + quoted(first.getOrDefault(id, "")) + "}");
        }
        return items;
    }

    private static String quoted(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"").replaceAll("[\\x00-\\x1f]+", " ") + "\"";
    }

    /** A profile in veraPDF's own XML, read with plain DOM: veraPDF reads it by JAXB, which the jar does not bring. */
    private static final class ProfileFile {
        private final PDFAFlavour flavour;

        ProfileFile(PDFAFlavour flavour) {
            this.flavour = flavour;
        }

        ValidationProfile read() throws Exception {
            Element root;
            try (InputStream xml = VeraCheck.class.getClassLoader().getResourceAsStream(path())) {
                root = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(xml).getDocumentElement();
            }
            Set<Rule> rules = new HashSet<>();
            for (Element rule : elements(root, "rule")) {
                rules.add(rule(rule));
            }
            Set<Variable> variables = new HashSet<>();
            for (Element variable : elements(root, "variable")) {
                variables.add(Profiles.variableFromValues(variable.getAttribute("name"),
                    variable.getAttribute("object"), text(variable, "defaultValue"), text(variable, "value")));
            }
            return Profiles.profileFromValues(flavour,
                Profiles.profileDetailsFromValues(flavour.getId(), flavour.getId(), "veraPDF", new Date(0)), "",
                rules, variables);
        }

        /** Returns the path of the profile in the jar, which only a private method knows. */
        private String path() throws ReflectiveOperationException {
            Class<?> directory = Class.forName("org.verapdf.pdfa.validation.profiles.ProfileDirectoryImpl");
            Method path = directory.getDeclaredMethod("getProfilePath", PDFAFlavour.class);
            path.setAccessible(true);
            return (String) path.invoke(null, flavour);
        }

        private static Rule rule(Element rule) {
            Element id = elements(rule, "id").get(0);
            RuleId ruleId = Profiles.ruleIdFromValues(
                PDFAFlavour.Specification.valueOf(id.getAttribute("specification")),
                id.getAttribute("clause"), Integer.parseInt(id.getAttribute("testNumber")));
            Boolean deferred = rule.hasAttribute("deferred") ? Boolean.valueOf(rule.getAttribute("deferred")) : null;
            String description = text(rule, "description");
            return Profiles.ruleFromValues(ruleId, rule.getAttribute("object"), deferred, rule.getAttribute("tags"),
                description, text(rule, "test"), Profiles.errorFromValues(description, List.of()), List.of());
        }

        private static List<Element> elements(Element parent, String tag) {
            NodeList found = parent.getElementsByTagName(tag);
            List<Element> elements = new ArrayList<>();
            for (int i = 0; i < found.getLength(); i++) {
                elements.add((Element) found.item(i));
            }
            return elements;
        }

        private static String text(Element parent, String tag) {
            return elements(parent, tag).get(0).getTextContent().trim();
        }
    }
}
