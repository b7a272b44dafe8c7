package org.kerata.serialization;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;
import org.kerata.layers.Layer;
import org.kerata.serialization.hdf5.Hdf5Writer;

/** Writes a model as Keras 3's {@code .keras} file: a zip whose members are stored as they are. */
final class ArchiveWriter {
    /** The version of Keras whose layout is written. */
    static final String KERAS_VERSION = "3.15.1";

    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("yyyy-MM-dd@HH:mm:ss");

    private ArchiveWriter() {}

    /** Writes a model to a stream, which is not closed. */
    static void write(Layer model, OutputStream out, Meter meter) throws IOException {
        ZipOutputStream zip = new ZipOutputStream(out);
        Map<String, @Nullable Object> metadata = new LinkedHashMap<>();
        metadata.put("keras_version", KERAS_VERSION);
        metadata.put("date_saved", LocalDateTime.now(ZoneId.systemDefault()).format(DATE));
        text(zip, Archive.METADATA, Json.write(metadata));
        text(zip, Archive.CONFIG, Json.write(ModelJson.config(model)));
        Hdf5Writer weights = WeightsWriter.of(model);
        meter.expect(2 * weights.size()); // once for the checksum
        weights.watch(meter::add);
        member(zip, Archive.WEIGHTS, weights);
        Hdf5Writer counters = RandomCounters.write(model);
        if (counters != null) {
            member(zip, Archive.COUNTERS, counters);
        }
        for (Map.Entry<String, String> asset : AssetFiles.of(model).entrySet()) {
            text(zip, asset.getKey(), asset.getValue());
        }
        zip.finish();
    }

    /** Fails where {@link #write} would, because of what the model is made of. */
    static void requireWritable(Layer model) {
        Json.write(ModelJson.config(model));
        AssetFiles.of(model);
    }

    private static void text(ZipOutputStream zip, String name, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        CRC32 crc = new CRC32();
        crc.update(bytes);
        stored(zip, name, bytes.length, crc.getValue());
        zip.write(bytes);
        zip.closeEntry();
    }

    private static void member(ZipOutputStream zip, String name, Hdf5Writer file) throws IOException {
        stored(zip, name, file.size(), file.crc32());
        file.writeTo(zip);
        zip.closeEntry();
    }

    private static void stored(ZipOutputStream zip, String name, long size, long crc) throws IOException {
        ZipEntry e = new ZipEntry(name);
        e.setMethod(ZipEntry.STORED);
        e.setSize(size);
        e.setCompressedSize(size);
        e.setCrc(crc);
        zip.putNextEntry(e);
    }
}
