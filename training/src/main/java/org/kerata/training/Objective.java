package org.kerata.training;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.ConfigException;
import org.kerata.autodiff.DType;
import org.kerata.autodiff.KerataException;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.ShapeException;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.graph.Spec;
import org.kerata.layers.Call;
import org.kerata.layers.Nearest;
import org.kerata.training.losses.Loss;
import org.kerata.training.losses.Losses;

/** Which loss each output has, what it counts, and the sum that training minimises. */
final class Objective {
    private final List<Item> items;

    /**
     * The loss of an output.
     *
     * @param output the output's index
     * @param name its name in logs, without {@code _loss}
     * @param loss the loss
     * @param weight what it counts; null if nothing was said
     */
    record Item(
            int output, String name, Loss loss, @Nullable Double weight) {}

    /**
     * A batch's losses.
     *
     * @param total the sum, with what layers add
     * @param each one for each item, unweighted
     */
    record Result(Tensor total, List<Tensor> each) {}

    private Objective(List<Item> items) {
        this.items = items;
    }

    /** Settles which loss belongs to which output. */
    static Objective of(Compile c, List<String> outputs, List<Spec> specs, List<@Nullable Shape> targets) {
        List<@Nullable Object> chosen = chosen(c, outputs);
        List<@Nullable Double> weights = weights(c, outputs, chosen);
        List<Item> items = new ArrayList<>();
        for (int i = 0; i < outputs.size(); i++) {
            Object what = chosen.get(i);
            if (what != null) {
                Loss loss = what instanceof Loss l
                        ? l
                        : named((String) what, specs.get(i).shape(), targets.get(i));
                items.add(new Item(i, outputs.get(i), loss, weights.get(i)));
            }
        }
        return new Objective(List.copyOf(items));
    }

    /** Whether an output has a loss, as far as names tell. */
    static boolean isGiven(Compile c, List<String> outputs, int output) {
        return chosen(c, outputs).get(output) != null;
    }

    private static List<@Nullable Object> chosen(Compile c, List<String> outputs) {
        List<@Nullable Object> out = new ArrayList<>();
        List<Object> list = c.lossesInOrder();
        if (list != null && list.size() != outputs.size()) {
            throw new ConfigException("compile: the model has " + outputs.size() + " outputs ("
                    + String.join(", ", outputs) + "). Received: " + list.size() + " losses.");
        }
        for (String name : c.lossesByName().keySet()) {
            requireOutput("loss", name, outputs);
        }
        for (int i = 0; i < outputs.size(); i++) {
            Object own = c.lossesByName().get(outputs.get(i));
            out.add(own != null ? own : list != null ? list.get(i) : c.loss());
        }
        return out;
    }

    private static List<@Nullable Double> weights(Compile c, List<String> outputs, List<@Nullable Object> chosen) {
        double[] list = c.lossWeightsInOrder();
        if (list != null && list.length != outputs.size()) {
            throw new ConfigException("compile: the model has " + outputs.size() + " outputs ("
                    + String.join(", ", outputs) + "). Received: " + list.length + " loss weights.");
        }
        for (String name : c.lossWeightsByName().keySet()) {
            requireOutput("lossWeight", name, outputs);
            if (chosen.get(outputs.indexOf(name)) == null) {
                throw new ConfigException("compile: lossWeight: the output \"" + name + "\" has no loss.");
            }
        }
        List<@Nullable Double> out = new ArrayList<>();
        for (int i = 0; i < outputs.size(); i++) {
            Double own = c.lossWeightsByName().get(outputs.get(i));
            out.add(own != null || list == null ? own : (Double) list[i]);
        }
        return out;
    }

    static void requireOutput(String what, String name, List<String> outputs) {
        if (!outputs.contains(name)) {
            throw new ConfigException(
                    "compile: " + what + ": the model has no output \"" + name + "\"." + Nearest.hint(name, outputs));
        }
    }

    private static Loss named(String name, Shape prediction, @Nullable Shape target) {
        if (!Compile.isCrossentropy(name)) {
            return Losses.NAMES.make(name).name(name);
        }
        return Losses.NAMES.make(Resolution.of(prediction, target).crossentropy());
    }

    List<Item> items() {
        return items;
    }

    /** The loss of an output; null if it has none. */
    @Nullable
    Item item(int output) {
        return items.stream().filter(i -> i.output == output).findFirst().orElse(null);
    }

    /** The losses of a batch; targets and weights by output, null where there is none. */
    Result apply(List<Tensor> outputs, List<@Nullable Tensor> targets, Map<Integer, Tensor> weights, Call call) {
        Tensor total = null;
        List<Tensor> each = new ArrayList<>();
        for (Item i : items) {
            Tensor p = outputs.get(i.output);
            Tensor y = targets.get(i.output);
            if (y == null) {
                throw new KerataException("The output \"" + i.name + "\" has a loss but no target.");
            }
            Tensor loss = value(i, y, p, weights.get(i.output), call.maskOf(p));
            each.add(loss);
            Tensor counted = i.weight == null ? loss : loss.times(i.weight);
            total = total == null ? counted : total.plus(counted);
        }
        for (Tensor extra : call.losses()) {
            Tensor e = extra.cast(DType.FLOAT32);
            total = total == null ? e : total.plus(e);
        }
        if (total == null) {
            throw new ConfigException(
                    "fit: there is nothing to minimise: the model was compiled without a loss, and no layer adds one. Give compile a loss.");
        }
        return new Result(total, each);
    }

    private Tensor value(Item i, Tensor y, Tensor p, @Nullable Tensor weight, @Nullable Tensor mask) {
        Tensor loss;
        try {
            loss = i.loss.apply(y, p, weight, mask);
        } catch (ShapeException e) {
            throw caused(new ShapeException(located(i, e)), e);
        } catch (ConfigException e) {
            throw caused(new ConfigException(located(i, e)), e);
        }
        if (loss.rank() != 0) {
            throw new ShapeException("Output \"" + i.name + "\": the loss \"" + i.loss.name()
                    + "\" must be a single number to be minimised. " + "Received: shape " + loss.shape()
                    + ", as its reduction is \"" + i.loss.reduction() + "\".");
        }
        return loss.cast(DType.FLOAT32);
    }

    private static String located(Item i, KerataException e) {
        return "Output \"" + i.name + "\": " + e.getMessage();
    }

    private static <E extends KerataException> E caused(E located, KerataException cause) {
        located.initCause(cause);
        return located;
    }
}
