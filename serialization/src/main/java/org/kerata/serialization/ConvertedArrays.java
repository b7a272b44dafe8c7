package org.kerata.serialization;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.kerata.autodiff.Tensor;
import org.kerata.serialization.hdf5.Hdf5Dataset;
import org.kerata.serialization.hdf5.Hdf5File;
import org.kerata.serialization.hdf5.Hdf5Writer;

/** Arrays that are not in a file as they are wanted, in memory as if they were: whoever reads datasets need not know. */
final class ConvertedArrays {
    private ConvertedArrays() {}

    /** A dataset with other content, under the same name. */
    static Hdf5Dataset of(Hdf5Dataset instead, Tensor content) {
        return of(instead.path(), content);
    }

    /** A dataset with this content. */
    static Hdf5Dataset of(String path, Tensor content) {
        String name = path.replaceAll("^/+", "");
        Hdf5Writer w = new Hdf5Writer();
        w.root().dataset(name, content);
        ByteArrayOutputStream out = new ByteArrayOutputStream(Math.toIntExact(w.size()));
        try {
            w.writeTo(out);
        } catch (IOException e) {
            throw new AssertionError(e); // memory does no input or output
        }
        return Hdf5File.of(ByteBuffer.wrap(out.toByteArray()), "converted " + path)
                .root()
                .dataset(name);
    }
}
