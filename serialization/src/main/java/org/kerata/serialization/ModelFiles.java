package org.kerata.serialization;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.function.Function;
import org.kerata.layers.Layer;
import org.kerata.serialization.hdf5.Hdf5Writer;

/**
 * Models and weights in files: {@code .keras}, {@code .weights.h5} and the {@code .h5} of earlier versions. What a file is shows in its
 * first bytes, not in its name.
 */
public final class ModelFiles {
    private static final int BUFFER = 1 << 16;
    private static final String STREAM = "the stream";

    private ModelFiles() {}

    // ---- saving ----

    /**
     * Writes a whole model as a {@code .keras} file: architecture, weights, how it was compiled, and the optimizer's state.
     *
     * @throws ModelFileException if it cannot be written; an older file of that name stays then
     */
    public static void save(Layer model, Path file, Save how) {
        requireEnding(file, ".keras", "A whole model is saved as \".keras\"");
        requireOneFile(how);
        Meter meter = new Meter(how.progress());
        still(
                model,
                () -> AtomicFile.write(file, channel -> {
                    OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER);
                    ArchiveWriter.write(model, out, meter);
                    out.flush();
                    meter.finish();
                }));
    }

    /** Writes a whole model to a stream, which is left open. */
    public static void save(Layer model, OutputStream out, Save how) {
        requireOneFile(how);
        Meter meter = new Meter(how.progress());
        toStream(model, out, () -> ArchiveWriter.write(model, out, meter));
        meter.finish();
    }

    /**
     * Writes the weights of a model and its optimizer's state, without its architecture, as a {@code .weights.h5} file, or as several and
     * their map in {@code .weights.json}.
     */
    public static void saveWeights(Layer model, Path file, Save how) {
        Meter meter = new Meter(how.progress());
        if (how.maxShardBytes() > 0) {
            requireEnding(file, ".weights.json", "Weights with maxShardSize are saved as \".weights.json\"");
            still(model, () -> ShardsWriter.write(model, file, how.maxShardBytes(), meter));
            return;
        }
        requireEnding(file, ".weights.h5", "Weights are saved as \".weights.h5\"");
        still(
                model,
                () -> AtomicFile.write(file, channel -> {
                    weights(model, meter).writeTo(channel);
                    meter.finish();
                }));
    }

    /** Writes the weights of a model to a stream, which is left open, as a {@code .weights.h5} file. */
    public static void saveWeights(Layer model, OutputStream out, Save how) {
        requireOneFile(how);
        Meter meter = new Meter(how.progress());
        toStream(model, out, () -> weights(model, meter).writeTo(out));
        meter.finish();
    }

    private static Hdf5Writer weights(Layer model, Meter meter) {
        Hdf5Writer w = WeightsWriter.of(model);
        meter.expect(w.size());
        w.watch(meter::add);
        return w;
    }

    private interface Writing {
        void run() throws IOException;
    }

    private static void toStream(Layer model, OutputStream out, Writing work) {
        still(model, () -> {
            try {
                work.run();
                out.flush();
            } catch (IOException e) {
                throw new ModelFileException("The model could not be written: " + e.getMessage() + ".", e);
            }
        });
    }

    private static void requireOneFile(Save how) {
        if (how.maxShardBytes() > 0) {
            throw new ModelFileException(
                    "maxShardSize is for saveWeights to a \".weights.json\" file; a whole model, or a stream, is one file.");
        }
    }

    private static void requireEnding(Path file, String ending, String rule) {
        if (!file.toString().endsWith(ending)) {
            throw new ModelFileException(rule + ", the format that Keras 3 reads. Received: \"" + file + "\".");
        }
    }

    private static void still(Layer model, Runnable work) {
        if (model instanceof SavedModel s) {
            s.whileStill(() -> {
                work.run();
                return model;
            });
        } else {
            work.run();
        }
    }

    // ---- loading ----

    /**
     * The model in a file: {@code .keras} (or the folder it was unpacked to), or a whole model as {@code .h5}.
     *
     * @throws ModelFileException if the file is damaged, or is none of these
     * @throws org.kerata.autodiff.ConfigException if the model's config is not right or names unknown classes
     */
    public static Layer load(Path file, Load how) {
        return new ModelReader(file.toString(), how).from(file);
    }

    /** The model in a stream, which is read to its end and left open. */
    public static Layer load(InputStream in, Load how) {
        return withCopy(in, copy -> new ModelReader(STREAM, how).from(copy));
    }

    /**
     * Puts weights from a file into a model: from {@code .weights.h5}, {@code .keras} or {@code .h5}.
     *
     * @return what was loaded and what was not
     * @throws ModelFileException if the file is damaged, or its weights do not fit; the model is as it was then
     */
    public static LoadReport loadWeights(Layer model, Path file, Load how) {
        return new WeightsReplacement(file.toString(), model, how).from(file);
    }

    /** Puts the weights in a stream, which is read to its end and left open, into a model. */
    public static LoadReport loadWeights(Layer model, InputStream in, Load how) {
        return withCopy(in, copy -> new WeightsReplacement(STREAM, model, how).from(copy));
    }

    /** Does something with the bytes of a stream as a file, which is gone afterwards. */
    private static <T> T withCopy(InputStream in, Function<Path, T> work) {
        Path copy = null;
        try {
            copy = Files.createTempFile("kerata", ".model");
            Files.copy(in, copy, StandardCopyOption.REPLACE_EXISTING);
            return work.apply(copy);
        } catch (IOException e) {
            throw new ModelFileException("The stream with the model could not be read: " + e.getMessage() + ".", e);
        } finally {
            if (copy != null) {
                copy.toFile().delete();
            }
        }
    }
}
