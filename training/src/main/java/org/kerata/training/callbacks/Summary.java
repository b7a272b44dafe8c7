package org.kerata.training.callbacks;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What TensorBoard shows, as the value of a {@code tensorflow.Summary}: a tensor under a tag, and the name of the plugin that shows it.
 * TensorFlow: {@code summary.proto}, {@code tensor.proto}.
 */
final class Summary {
    private static final int FLOAT = 1;
    private static final int DOUBLE = 2;
    private static final int STRING = 7;
    private static final int BUCKETS = 30;
    private static final int BUCKET_NUMBERS = 3;

    /** Of the fields of a tensor: what all else but texts is in. */
    private static final int CONTENT = 4;

    private static final int TEXTS = 8;

    private Summary() {}

    /** A number. */
    static ProtobufMessage scalar(String tag, double value) {
        byte[] content = new byte[Float.BYTES];
        little(content).putFloat((float) value);
        return of(tag, tensor(FLOAT).bytes(CONTENT, content), "scalars", "");
    }

    /** How often numbers occur, in 30 buckets of equal width from the least to the largest. */
    static ProtobufMessage histogram(String tag, double[] values) {
        byte[] content = new byte[BUCKETS * BUCKET_NUMBERS * Double.BYTES];
        ByteBuffer rows = little(content);
        double low = Arrays.stream(values).min().orElse(0);
        double high = Arrays.stream(values).max().orElse(0);
        double width = (high - low) / BUCKETS;
        double[] counts = new double[BUCKETS];
        for (double v : values) {
            // If all are equal, they stand in the last bucket.
            int at = width == 0 ? BUCKETS - 1 : (int) Math.floor((v - low) / width);
            counts[Math.max(0, Math.min(at, BUCKETS - 1))]++;
        }
        for (int i = 0; i < BUCKETS; i++) {
            double left = width == 0 ? high : low + width * i;
            double right = i == BUCKETS - 1 || width == 0 ? high : low + width * (i + 1);
            rows.putDouble(left).putDouble(right).putDouble(counts[i]);
        }
        return of(tag, tensor(DOUBLE, BUCKETS, BUCKET_NUMBERS).bytes(CONTENT, content), "histograms", "");
    }

    /** Images of one size, as PNG files. */
    static ProtobufMessage images(String tag, int width, int height, List<byte[]> files) {
        List<byte[]> texts = new ArrayList<>();
        texts.add(String.valueOf(width).getBytes(StandardCharsets.UTF_8));
        texts.add(String.valueOf(height).getBytes(StandardCharsets.UTF_8));
        texts.addAll(files);
        ProtobufMessage tensor = tensor(STRING, texts.size());
        texts.forEach(t -> tensor.bytes(TEXTS, t));
        return of(tag, tensor, "images", "");
    }

    /** A model as JSON. */
    static ProtobufMessage model(String tag, String json) {
        return of(tag, tensor(STRING).text(TEXTS, json), "graph_keras_model", "1");
    }

    private static ByteBuffer little(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static ProtobufMessage tensor(int type, long... shape) {
        ProtobufMessage dims = new ProtobufMessage();
        for (long n : shape) {
            dims.message(2, new ProtobufMessage().number(1, n));
        }
        return new ProtobufMessage().number(1, type).message(2, dims);
    }

    private static ProtobufMessage of(String tag, ProtobufMessage tensor, String plugin, String content) {
        ProtobufMessage data = new ProtobufMessage().text(1, plugin);
        if (!content.isEmpty()) {
            data.text(2, content);
        }
        final int tensorField = 8;
        final int metadataField = 9;
        return new ProtobufMessage()
                .text(1, tag)
                .message(tensorField, tensor)
                .message(metadataField, new ProtobufMessage().message(1, data));
    }
}
