import com.adobe.epubcheck.tool.EpubChecker;
import java.nio.charset.StandardCharsets;

/**
 * Validates EPUB files with EPUBCheck, all in one JVM, each as its own command would, and prints a line for each:
 * "judged", and the status that the command would end with.
 *
 * usage: EpubCheckAll EPUB REPORT [EPUB REPORT]...
 */
public final class EpubCheckAll {
    private EpubCheckAll() { }

    public static void main(String[] arguments) {
        for (int i = 0; i + 1 < arguments.length; i += 2) {
            int status = new EpubChecker().run(
                new String[] {arguments[i], "--json", arguments[i + 1], "--quiet", "--locale", "en"});
            byte[] line = ("judged " + status + "\n").getBytes(StandardCharsets.UTF_8);
            System.out.write(line, 0, line.length);
            System.out.flush();
        }
    }
}
