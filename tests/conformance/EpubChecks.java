// EPUBCheck over many books in one virtual machine, which takes as long to start as three books to check.
//
//     java -cp epubcheck.jar EpubChecks.java BOOK REPORT [BOOK REPORT ...]

import com.adobe.epubcheck.tool.EpubChecker;

class EpubChecks {
    public static void main(String[] paths) {
        for (int at = 0; at + 1 < paths.length; at += 2) {
            new EpubChecker().run(new String[] {paths[at], "--json", paths[at + 1]});
        }
    }
}
