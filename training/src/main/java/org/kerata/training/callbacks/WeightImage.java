package org.kerata.training.callbacks;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.Tensor;

/**
 * A weight as one image or several: a vector as a column, a matrix lying, each last index of a tensor of rank 3 as an image of its own; with
 * four axes as {@code (images, height, width, colours)}. Numbers from 0 to 1 go from black to white.
 *
 * @param pixels the images, {@code (images, height, width, colours)}
 */
record WeightImage(Tensor pixels) {
    private static final int MOST = 3;
    private static final int MATRIX = 2;
    private static final int KERNELS = 3;
    private static final int ALL_AXES = 4;
    private static final double WHITE = 255.5;
    private static final int BYTE = 255;

    /** The images of a weight; null if it cannot be shown. */
    static @Nullable WeightImage of(Tensor weight) {
        Tensor w = Ops.squeeze(weight);
        if (w.rank() == MATRIX && w.shape().dim(0) > w.shape().dim(1)) {
            w = w.transpose(1, 0);
        }
        if (w.rank() == KERNELS) {
            w = w.transpose(2, 0, 1);
        }
        Shape s = w.shape();
        Tensor images = switch (w.rank()) {
            case 1 -> w.reshape(1, s.dim(0), 1, 1);
            case MATRIX -> w.reshape(1, s.dim(0), s.dim(1), 1);
            case KERNELS -> w.reshape(s.dim(0), s.dim(1), s.dim(2), 1);
            default -> w;
        };
        boolean shown =
                images.rank() == ALL_AXES && Png.isColours(images.shape().intDim(-1));
        return shown ? new WeightImage(images) : null;
    }

    /** At most three of the images, as TensorBoard shows them. */
    ProtobufMessage summary(String tag) {
        Shape s = pixels.shape();
        int height = s.intDim(1);
        int width = s.intDim(2);
        int colours = s.intDim(-1);
        double[] all = pixels.doubles();
        int size = height * width * colours;
        List<byte[]> files = new ArrayList<>();
        for (int i = 0; i < Math.min(s.intDim(0), MOST); i++) {
            byte[] bytes = new byte[size];
            for (int k = 0; k < size; k++) {
                bytes[k] = (byte) Math.max(0, Math.min(BYTE, (int) (all[i * size + k] * WHITE)));
            }
            files.add(Png.of(bytes, width, height, colours));
        }
        return Summary.images(tag, width, height, files);
    }
}
