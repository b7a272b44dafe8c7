package org.kerata.serialization;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** What a file is, by its first bytes. */
enum FileKind {
    /** A zip: {@code .keras}. */
    ZIP,
    /** HDF5: {@code .weights.h5} and {@code .h5}. */
    HDF5,
    /** An object in JSON: a config, or the map of weights in several files. */
    JSON;

    private static final List<Integer> ZIP_START = List.of((int) 'P', (int) 'K');
    private static final List<Integer> HDF5_START = List.of(0x89, (int) 'H', (int) 'D', (int) 'F');

    /** Opens a file to be read. */
    static FileChannel open(Path file) throws IOException {
        try {
            return FileChannel.open(file, StandardOpenOption.READ);
        } catch (NoSuchFileException e) {
            throw ModelFileException.at(
                    file.toAbsolutePath().toString(), null, "there is no such file. Check the path.", e);
        }
    }

    /**
     * What a file is.
     *
     * @throws ModelFileException if it is none of these
     */
    static FileKind of(String name, FileChannel channel) throws IOException {
        ByteBuffer first = ByteBuffer.allocate(8);
        int n = channel.read(first, 0);
        if (starts(first, n, ZIP_START)) {
            return ZIP;
        }
        if (starts(first, n, HDF5_START)) {
            return HDF5;
        }
        int start = 0;
        while (start < n && first.get(start) <= ' ') {
            start++;
        }
        if (start < n && first.get(start) == '{') {
            return JSON;
        }
        throw ModelFileException.at(name, null, "it is no model file: neither a zip (.keras) nor HDF5 (.h5).");
    }

    private static boolean starts(ByteBuffer b, int n, List<Integer> start) {
        for (int i = 0; i < start.size(); i++) {
            if (i >= n || (b.get(i) & 0xFF) != start.get(i)) {
                return false;
            }
        }
        return true;
    }
}
