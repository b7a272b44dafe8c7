package org.kerata.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.kerata.Model;

/** Model files: a step is one load, or one save. */
public final class ModelFileTasks {
    private ModelFileTasks() {}

    private interface Step {
        double run() throws IOException;
    }

    /** Takes part in a benchmark: {@code kerata} or {@code copy}; {@code load} or {@code save}; the file. */
    public static void main(String[] args) throws IOException {
        Path file = Path.of(args[2]);
        Path target = file.resolveSibling(args[0] + "-saved.keras");
        boolean loads = args[1].equals("load");
        boolean copies = args[0].equals("copy");
        Harness.serve(copies ? copy(loads, file, target) : kerata(loads, file, target), false);
        System.exit(0);
    }

    private static Task kerata(boolean loads, Path file, Path target) {
        Model model = Model.load(file);
        return task(Workloads.trainable(model), () -> {
            if (loads) {
                return Model.load(file).weights().size();
            }
            model.save(target);
            return 0;
        });
    }

    /** The least there is to do: the file into memory and there to another place; or from memory into a file, forced to the disk. */
    private static Task copy(boolean loads, Path file, Path target) throws IOException {
        byte[] all = Files.readAllBytes(file);
        return task(0, () -> {
            if (loads) {
                byte[] read = Files.readAllBytes(file);
                return Arrays.copyOf(read, read.length)[read.length / 2];
            }
            try (FileChannel channel = FileChannel.open(
                    target,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.WRITE,
                    StandardOpenOption.TRUNCATE_EXISTING)) {
                for (ByteBuffer b = ByteBuffer.wrap(all); b.hasRemaining(); ) {
                    channel.write(b);
                }
                channel.force(true);
            }
            return 0;
        });
    }

    private static Task task(long parameters, Step step) {
        return new Task() {
            @Override
            public long parameters() {
                return parameters;
            }

            @Override
            public double step(int index) {
                try {
                    return step.run();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        };
    }
}
