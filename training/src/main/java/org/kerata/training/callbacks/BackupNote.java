package org.kerata.training.callbacks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What stands beside the weights of a backup, as JSON. Keras writes and reads the first two.
 *
 * @param epoch the epoch that comes next, from 0
 * @param batch the last batch of it that the weights have seen, from 0; 0 too if there is none
 * @param random the states of what draws random numbers
 */
record BackupNote(int epoch, long batch, List<long[]> random) {
    private static final Pattern EPOCH = Pattern.compile("\"epoch\"\\s*:\\s*(\\d{1,9})\\b");
    private static final Pattern BATCH = Pattern.compile("\"batch\"\\s*:\\s*(\\d{1,18})\\b");
    private static final Pattern RANDOM =
            Pattern.compile("\"random\"\\s*:\\s*\\[((?:\\s*\\[[-0-9,\\s]*\\]\\s*,?)*)\\]");
    private static final Pattern STATE = Pattern.compile("\\[([-0-9,\\s]*)\\]");
    private static final int SHOWN = 80;

    /** The note in a file. */
    static BackupNote read(Path file) throws IOException {
        String text = Files.readString(file);
        Matcher epoch = EPOCH.matcher(text);
        if (!epoch.find() || !text.strip().endsWith("}")) {
            throw wrong(file, text);
        }
        Matcher batch = BATCH.matcher(text);
        List<long[]> states = new ArrayList<>();
        Matcher random = RANDOM.matcher(text);
        if (random.find()) {
            Matcher each = STATE.matcher(random.group(1));
            try {
                while (each.find()) {
                    states.add(Arrays.stream(each.group(1).split(","))
                            .mapToLong(n -> Long.parseLong(n.strip()))
                            .toArray());
                }
            } catch (NumberFormatException e) {
                throw wrong(file, text);
            }
        }
        return new BackupNote(
                Integer.parseInt(epoch.group(1)), batch.find() ? Long.parseLong(batch.group(1)) : 0, states);
    }

    private static IOException wrong(Path file, String text) {
        return new IOException("\"" + file + "\" must say an epoch, as {\"epoch\": 3, \"batch\": 0}. Received: "
                + text.substring(0, Math.min(text.length(), SHOWN)));
    }

    /** The note as JSON. */
    @Override
    public String toString() {
        String states = random.isEmpty()
                ? ""
                : random.stream().map(Arrays::toString).collect(Collectors.joining(", ", ", \"random\": [", "]"));
        return "{\"epoch\": " + epoch + ", \"batch\": " + batch + states + "}";
    }
}
