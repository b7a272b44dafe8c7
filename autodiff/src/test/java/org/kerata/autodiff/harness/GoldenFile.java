package org.kerata.autodiff.harness;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.Compiled;
import org.kerata.autodiff.DType;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.Tensor;

/**
 * Golden cases of one family of ops, {@code golden/ops_<family>.json}, brought together with the calls they are about. A call is registered
 * under a name and serves the case of that name and those that add {@code _something} to it, unless a longer name fits better. A case
 * without a call and a call without a case are errors.
 */
public final class GoldenFile {
    private final String family;
    private final Map<String, Compiled.Function> functions = new LinkedHashMap<>();
    private final Map<String, UnaryOperator<OpCase>> changes = new LinkedHashMap<>();

    /** The file of a family. */
    public GoldenFile(String family) {
        this.family = family;
    }

    /** A call of any number of tensors with any number of results. */
    public GoldenFile with(String name, Compiled.Function f) {
        functions.put(name, f);
        return this;
    }

    /** A call of one tensor. */
    public GoldenFile one(String name, Compiled.Function1 f) {
        return with(name, in -> List.of(f.of(in.get(0))));
    }

    /** A call of two tensors. */
    public GoldenFile two(String name, Compiled.Function2 f) {
        return with(name, in -> List.of(f.of(in.get(0), in.get(1))));
    }

    /** Does without checks of a case, which has to exist. */
    public GoldenFile skip(String name, OpCase.Check... checks) {
        return but(name, c -> c.without(checks));
    }

    /** Changes a case, which has to exist. */
    public GoldenFile but(String name, UnaryOperator<OpCase> change) {
        changes.merge(name, change, (a, b) -> c -> b.apply(a.apply(c)));
        return this;
    }

    /** The cases. */
    public Stream<OpCase> cases() {
        Set<String> unchanged = new HashSet<>(changes.keySet());
        List<OpCase> out = new ArrayList<>();
        Set<String> used = new HashSet<>();
        for (JsonNode c : read().get("cases")) {
            String full = c.get("name").asText();
            String name = full.substring(full.indexOf('/') + 1);
            String call = call(name);
            used.add(call);
            OpCase.Golden golden = new OpCase.Golden(
                    tensors(c.get("outputs")),
                    c.has("output_seeds") ? tensorsOrNull(c.get("output_seeds")) : null,
                    c.has("input_gradients") ? tensorsOrNull(c.get("input_gradients")) : null);
            unchanged.remove(name);
            out.add(changes.getOrDefault(name, x -> x)
                    .apply(OpCase.golden(full, functions.get(call), tensors(c.get("inputs")), golden)));
        }
        if (!unchanged.isEmpty()) {
            throw new IllegalStateException("There are no golden cases " + unchanged + " of " + family + ".");
        }
        if (!used.equals(functions.keySet())) {
            Set<String> idle = new HashSet<>(functions.keySet());
            idle.removeAll(used);
            throw new IllegalStateException("No golden case of " + family + " is about " + idle + ".");
        }
        return out.stream();
    }

    private String call(String name) {
        String best = "";
        for (String f : functions.keySet()) {
            if ((name.equals(f) || name.startsWith(f + "_")) && f.length() > best.length()) {
                best = f;
            }
        }
        if (best.isEmpty()) {
            throw new IllegalStateException("No call for the golden case " + family + "/" + name + ".");
        }
        return best;
    }

    private JsonNode read() {
        String path = "/golden/ops_" + family + ".json";
        try (InputStream in = GoldenFile.class.getResourceAsStream(path)) {
            if (in == null) {
                throw new IllegalStateException(path + " is missing. interop/generate ops makes it.");
            }
            return new ObjectMapper().readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Tensor> tensors(JsonNode array) {
        List<Tensor> out = new ArrayList<>();
        for (JsonNode n : array) {
            out.add(tensor(n));
        }
        return out;
    }

    private static List<@Nullable Tensor> tensorsOrNull(JsonNode array) {
        List<@Nullable Tensor> out = new ArrayList<>();
        for (JsonNode n : array) {
            out.add(n.isNull() ? null : tensor(n));
        }
        return out;
    }

    /** A tensor as the fixtures write it. */
    static Tensor tensor(JsonNode n) {
        JsonNode data = n.get("data");
        double[] v = new double[data.size()];
        for (int i = 0; i < v.length; i++) {
            JsonNode d = data.get(i);
            v[i] = d.isBoolean()
                    ? (d.asBoolean() ? 1 : 0)
                    : d.isTextual() ? Double.parseDouble(d.asText()) : d.asDouble();
        }
        long[] shape = new long[n.get("shape").size()];
        for (int i = 0; i < shape.length; i++) {
            shape[i] = n.get("shape").get(i).asLong();
        }
        return Tensors.of(v, Shape.of(shape), DType.of(n.get("dtype").asText()));
    }
}
