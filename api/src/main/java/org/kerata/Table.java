package org.kerata;

import java.util.ArrayList;
import java.util.List;

/** A table drawn with lines, as wide as it is told; texts that are too long go on in the next line of their cell. */
final class Table {
    /** Where the text stands in its cell. */
    enum Align {
        LEFT,
        RIGHT,
        CENTER
    }

    private final List<String> header;
    private final List<Align> aligned;
    private final int[] widths;
    private final List<List<String>> rows = new ArrayList<>();

    /** The widths are those of the cells between the lines. */
    Table(List<String> header, List<Align> aligned, int[] widths) {
        this.header = header;
        this.aligned = aligned;
        this.widths = widths;
    }

    void add(List<String> row) {
        rows.add(row);
    }

    List<String> lines() {
        List<String> out = new ArrayList<>();
        out.add(rule("┏━┳┓"));
        cells(header, "┃", out);
        out.add(rule(rows.isEmpty() ? "┗━┻┛" : "┡━╇┩"));
        for (int i = 0; i < rows.size(); i++) {
            cells(rows.get(i), "│", out);
            out.add(rule(i + 1 < rows.size() ? "├─┼┤" : "└─┴┘"));
        }
        return out;
    }

    /** A line from its left end, dash, crossing and right end. */
    private String rule(String parts) {
        List<String> dashes = new ArrayList<>();
        for (int w : widths) {
            dashes.add(parts.substring(1, 2).repeat(w));
        }
        return parts.charAt(0) + String.join(parts.substring(2, 3), dashes) + parts.charAt(3);
    }

    private void cells(List<String> texts, String line, List<String> out) {
        List<List<String>> wrapped = new ArrayList<>();
        int height = 1;
        for (int i = 0; i < widths.length; i++) {
            List<String> cell = wrap(texts.get(i), widths[i] - 2);
            wrapped.add(cell);
            height = Math.max(height, cell.size());
        }
        for (int k = 0; k < height; k++) {
            StringBuilder s = new StringBuilder(line);
            for (int i = 0; i < widths.length; i++) {
                String text = k < wrapped.get(i).size() ? wrapped.get(i).get(k) : "";
                s.append(' ')
                        .append(pad(text, widths[i] - 2, aligned.get(i)))
                        .append(' ')
                        .append(line);
            }
            out.add(s.toString());
        }
    }

    private static String pad(String text, int width, Align how) {
        int room = width - text.length();
        int left = how == Align.LEFT ? 0 : how == Align.RIGHT ? room : room / 2;
        return " ".repeat(left) + text + " ".repeat(room - left);
    }

    /** Breaks at spaces; a word longer than the line breaks anywhere. */
    static List<String> wrap(String text, int width) {
        List<String> out = new ArrayList<>();
        String rest = text;
        while (rest.length() > width) {
            int at = rest.lastIndexOf(' ', width);
            boolean indentOnly = at <= 0 || rest.substring(0, at).isBlank();
            out.add(indentOnly ? rest.substring(0, width) : rest.substring(0, at));
            rest = indentOnly ? rest.substring(width) : rest.substring(at + 1);
        }
        out.add(rest);
        return out;
    }
}
