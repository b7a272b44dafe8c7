package org.kerata.autodiff.ops;

import static org.kerata.autodiff.harness.OpCase.Check.DIFFERENCES;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.harness.GoldenFile;
import org.kerata.autodiff.harness.OpCase;
import org.kerata.autodiff.harness.OpContract;
import org.kerata.autodiff.harness.Tensors;

class ReductionsTest implements OpContract {
    private interface Reduction {
        Tensor of(Tensor x, int[] axes, boolean keepDims);
    }

    @Override
    public Stream<OpCase> cases() {
        GoldenFile golden = new GoldenFile("reductions");
        reductions()
                .forEach((name, f) -> golden.one(name + "_all", x -> f.of(x, new int[] {}, false))
                        .one(name + "_last", x -> f.of(x, new int[] {-1}, false))
                        .one(name + "_first", x -> f.of(x, new int[] {0}, true))
                        .one(name + "_two", x -> f.of(x, new int[] {0, 2}, false))
                        .one(name + "_outer", x -> f.of(x, new int[] {0, 1}, true)));
        int[] one = {1};
        golden.one("sum_int", Tensor::sum)
                .one("prod_zeros", x -> Ops.prod(x, one, false))
                .one("max_ties", x -> Ops.max(x, one, false))
                .one("min_ties", x -> Ops.min(x, one, false))
                .one("max_nan", x -> Ops.max(x, one, false))
                .one("logsumexp_far", x -> Ops.logsumexp(x, one, false))
                .one("argmax", x -> Ops.argmax(x, 1))
                .one("argmin", x -> Ops.argmin(x, 1))
                .one("argmax_all", x -> Ops.argmax(Ops.ravel(x), 0))
                .one("argmin_all", x -> Ops.argmin(Ops.ravel(x), 0))
                .one("any_last", x -> Ops.any(x, new int[] {-1}, false))
                .one("all_last", x -> Ops.all(x, new int[] {-1}, false))
                .one("any_whole", x -> Ops.any(x, new int[] {}, false))
                .one("all_whole", x -> Ops.all(x, new int[] {}, false))
                .one("cumsum", x -> Ops.cumsum(x, 1))
                .two("matmul", Ops::matmul)
                .skip("max_ties", DIFFERENCES)
                .skip("min_ties", DIFFERENCES);
        return Stream.concat(golden.cases(), more());
    }

    private static Map<String, Reduction> reductions() {
        Map<String, Reduction> all = new LinkedHashMap<>();
        all.put("sum", Ops::sum);
        all.put("mean", Ops::mean);
        all.put("max", Ops::max);
        all.put("min", Ops::min);
        all.put("prod", Ops::prod);
        all.put("var", Ops::var);
        all.put("std", Ops::std);
        all.put("logsumexp", Ops::logsumexp);
        return all;
    }

    private static Stream<OpCase> more() {
        Tensor x = Tensors.distinct(1, 65, 63, 127);
        return Stream.of(
                OpCase.big("sum over the batch", in -> List.of(in.get(0).sum(0)), x),
                OpCase.big("sum over rows and columns", in -> List.of(in.get(0).sum(0, 1)), x),
                OpCase.big("sum over the last axis", in -> List.of(in.get(0).sum(-1)), x),
                OpCase.big("sum over an inner axis", in -> List.of(in.get(0).sum(1)), x),
                OpCase.big("mean of all", in -> List.of(in.get(0).mean()), x),
                OpCase.big("variance over the batch", in -> List.of(Ops.var(in.get(0), new int[] {0, 1}, false)), x),
                OpCase.big("largest of each row", in -> List.of(in.get(0).max(-1)), x),
                OpCase.big("smallest over the batch", in -> List.of(in.get(0).min(0)), x),
                OpCase.big("logsumexp of rows", in -> List.of(Ops.logsumexp(in.get(0), new int[] {-1}, true)), x),
                OpCase.big("index of the largest", in -> List.of(in.get(0).argMax(-1)), x),
                OpCase.big(
                        "a matrix product",
                        in -> List.of(in.get(0).matmul(in.get(1))),
                        Tensors.normal(2, 129, 65),
                        Tensors.normal(3, 65, 97)),
                OpCase.big(
                        "a batch of matrix products",
                        in -> List.of(in.get(0).matmul(in.get(1))),
                        Tensors.normal(4, 17, 31, 33),
                        Tensors.normal(5, 17, 33, 35)),
                OpCase.of(
                        "sum of nothing",
                        in -> List.of(in.get(0).sum(0), in.get(0).sum(1)),
                        Tensors.normal(6, 0, 3)),
                OpCase.of(
                        "product of nothing",
                        in -> List.of(Ops.prod(in.get(0), new int[] {0}, false)),
                        Tensors.normal(7, 0, 3)),
                OpCase.of(
                        "matrix product of nothing",
                        in -> List.of(in.get(0).matmul(in.get(1))),
                        Tensors.normal(8, 3, 0),
                        Tensors.normal(9, 0, 2)),
                OpCase.of(
                        "product of one",
                        in -> List.of(Ops.prod(in.get(0), new int[] {}, false)),
                        Tensors.normal(10, 1)),
                OpCase.of(
                        "cumulative sum, innermost",
                        in -> List.of(Ops.cumsum(in.get(0), -1)),
                        Tensors.normal(11, 2, 5)));
    }
}
