package org.kerata.peers;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import ai.djl.nn.LambdaBlock;
import ai.djl.nn.ParallelBlock;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.nn.norm.Dropout;
import ai.djl.nn.pooling.Pool;
import ai.djl.nn.recurrent.GRU;
import ai.djl.nn.recurrent.LSTM;
import ai.djl.nn.transformer.IdEmbedding;
import ai.djl.nn.transformer.TransformerEncoderBlock;
import java.util.List;

/** The workloads' models, channels first as DJL has them. */
final class DjlModels {
    private DjlModels() {}

    static Block of(Workload workload) {
        return switch (workload) {
            case W1 -> mlp(512, 512, 10);
            case W2 -> mnistConvnet();
            case W3 -> resNet20();
            case W6b1, W6b8 -> resNet50();
            case W7 -> mlp(16, 3);
            case W4 -> lstm();
            case W5 -> encoder();
            case W8 -> gru();
        };
    }

    private static Block lstm() {
        Block recurrent = LSTM.builder().setNumLayers(1).setStateSize(128).optBatchFirst(true).build();
        // The second bias, which DJL adds to the first.
        recurrent.getDirectParameters().values().stream()
                .filter(parameter -> parameter.getName().contains("h2h_BIAS"))
                .forEach(parameter -> parameter.freeze(true));
        return new SequentialBlock()
                .add(new IdEmbedding.Builder().setDictionarySize(20_000).setEmbeddingSize(128).build())
                .add(recurrent)
                .add(new LambdaBlock(outputs -> new NDList(outputs.head().get(":, -1"))))
                .add(dense(1));
    }

    private static Block encoder() {
        return new SequentialBlock()
                .add(new IdEmbedding.Builder().setDictionarySize(20_000).setEmbeddingSize(128).build())
                .add(new TransformerEncoderBlock(128, 4, 256, 0, Activation::relu))
                .add(new TransformerEncoderBlock(128, 4, 256, 0, Activation::relu))
                .add(new LambdaBlock(outputs -> new NDList(outputs.head().mean(new int[] {1}))))
                .add(dense(2));
    }

    /** Two layers, one on the sequence turned around: DJL hands PyTorch the weights of a bidirectional one in the wrong order. */
    private static Block gru() {
        Block backward = new SequentialBlock()
                .add(new LambdaBlock(inputs -> new NDList(inputs.head().flip(1))))
                .add(lastOfGru());
        Block both = new ParallelBlock(
                outputs -> new NDList(outputs.get(0).head().concat(outputs.get(1).head(), -1)),
                List.of(lastOfGru(), backward));
        return new SequentialBlock().add(both).add(dense(10));
    }

    private static Block lastOfGru() {
        return new SequentialBlock()
                .add(GRU.builder()
                        .setNumLayers(1)
                        .setStateSize(256)
                        .optBatchFirst(true)
                        .build())
                .add(new LambdaBlock(outputs -> new NDList(outputs.head().get(":, -1"))));
    }

    private static Block mlp(int... units) {
        SequentialBlock model = new SequentialBlock();
        for (int i = 0; i < units.length - 1; i++) {
            model.add(dense(units[i])).add(Activation.reluBlock());
        }
        return model.add(dense(units[units.length - 1]));
    }

    private static Block mnistConvnet() {
        return new SequentialBlock()
                .add(conv(32, 3, 1, 0, true))
                .add(Activation.reluBlock())
                .add(Pool.maxPool2dBlock(new Shape(2, 2), new Shape(2, 2)))
                .add(conv(64, 3, 1, 0, true))
                .add(Activation.reluBlock())
                .add(Pool.maxPool2dBlock(new Shape(2, 2), new Shape(2, 2)))
                .add(Blocks.batchFlattenBlock())
                .add(Dropout.builder().optRate(0.5f).build())
                .add(dense(10));
    }

    private static Block resNet20() {
        SequentialBlock model = new SequentialBlock().add(convBn(16, 3, 1)).add(Activation.reluBlock());
        for (int stage = 0; stage < 3; stage++) {
            for (int block = 0; block < 3; block++) {
                boolean changes = stage > 0 && block == 0;
                model.add(basicBlock(16 << stage, changes ? 2 : 1, changes));
            }
        }
        return addHead(model, 10);
    }

    private static Block resNet50() {
        int[] blocks = {3, 4, 6, 3};
        SequentialBlock model = new SequentialBlock()
                .add(convBn(64, 7, 2))
                .add(Activation.reluBlock())
                .add(Pool.maxPool2dBlock(new Shape(3, 3), new Shape(2, 2), new Shape(1, 1)));
        for (int stage = 0; stage < blocks.length; stage++) {
            for (int block = 0; block < blocks[stage]; block++) {
                model.add(bottleneck(64 << stage, stage > 0 && block == 0 ? 2 : 1, block == 0));
            }
        }
        return addHead(model, 1000);
    }

    private static Block addHead(SequentialBlock model, int classes) {
        return model.add(Pool.globalAvgPool2dBlock())
                .add(Blocks.batchFlattenBlock())
                .add(dense(classes));
    }

    private static Block basicBlock(int filters, int stride, boolean changesShape) {
        Block body = new SequentialBlock()
                .add(convBn(filters, 3, stride))
                .add(Activation.reluBlock())
                .add(convBn(filters, 3, 1));
        return residual(body, changesShape ? convBn(filters, 1, stride) : Blocks.identityBlock());
    }

    private static Block bottleneck(int filters, int stride, boolean changesShape) {
        Block body = new SequentialBlock()
                .add(convBn(filters, 1, stride))
                .add(Activation.reluBlock())
                .add(convBn(filters, 3, 1))
                .add(Activation.reluBlock())
                .add(convBn(4 * filters, 1, 1));
        return residual(body, changesShape ? convBn(4 * filters, 1, stride) : Blocks.identityBlock());
    }

    private static Block residual(Block body, Block shortcut) {
        Block sum = new ParallelBlock(
                outputs -> new NDList(outputs.get(0).head().add(outputs.get(1).head())), List.of(body, shortcut));
        return new SequentialBlock().add(sum).add(Activation.reluBlock());
    }

    private static Block convBn(int filters, int size, int stride) {
        return new SequentialBlock()
                .add(conv(filters, size, stride, size / 2, false))
                .add(BatchNorm.builder().build());
    }

    private static Block conv(int filters, int size, int stride, int padding, boolean bias) {
        return Conv2d.builder()
                .setFilters(filters)
                .setKernelShape(new Shape(size, size))
                .optStride(new Shape(stride, stride))
                .optPadding(new Shape(padding, padding))
                .optBias(bias)
                .build();
    }

    private static Block dense(int units) {
        return Linear.builder().setUnits(units).build();
    }
}
