package org.kerata.autodiff.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.kerata.autodiff.Compiled;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.ShapeException;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.harness.GoldenFile;
import org.kerata.autodiff.harness.OpCase;
import org.kerata.autodiff.harness.OpContract;
import org.kerata.autodiff.harness.Tensors;

/** Products of vectors, matrices and tensors. */
class ProductsTest implements OpContract {
    @Override
    public Stream<OpCase> cases() {
        GoldenFile golden = new GoldenFile("products")
                .two("dot", Ops::dot)
                .two("tensordot_two", (a, b) -> Ops.tensordot(a, b, 2))
                .two("tensordot_none", (a, b) -> Ops.tensordot(a, b, 0))
                .two("tensordot_axes", (a, b) -> Ops.tensordot(a, b, new int[] {0, 2}, new int[] {3, 1}))
                .two("inner", Ops::inner)
                .two("outer", Ops::outer)
                .two("vdot", Ops::vdot)
                .two("cross", Ops::cross)
                .two("cross_axes", (a, b) -> Ops.cross(a, b, 0, 1, 0))
                .two("kron", Ops::kron)
                .two("matmul", Ops::matmul);
        einsums()
                .forEach((name, e) ->
                        golden.with("einsum_" + name, in -> List.of(Ops.einsum(e, in.toArray(new Tensor[0])))));
        return Stream.concat(golden.cases(), Stream.concat(big(), empty()));
    }

    private static Map<String, String> einsums() {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("matmul", "ij,jk->ik");
        all.put("matmul_turned", "ij,kj->ki");
        all.put("matmul_other_order", "ji,kj");
        all.put("batch", "bij,bjk->bik");
        all.put("batch_inside", "btnh,bsnh->bnts");
        all.put("attention_out", "bnts,bsnh->btnh");
        all.put("dense", "abc,cde->abde");
        all.put("two_summed", "abcd,cde->abe");
        all.put("summed_crosswise", "abc,cbd->ad");
        all.put("outer", "i,j->ij");
        all.put("outer_turned", "ij,k->kji");
        all.put("elementwise", "ij,ji->ij");
        all.put("dots", "bi,bi->b");
        all.put("inner", "i,i");
        all.put("trace", "ii");
        all.put("diagonal", "iji->ij");
        all.put("transpose", "abc->cab");
        all.put("implicit", "ba");
        all.put("sum", "ij -> j");
        all.put("sum_all", "ij->");
        all.put("sum_alone", "ij,jkl->ik");
        all.put("ellipsis", "...ij,jk->...ik");
        all.put("ellipsis_both", "...ij,...jk->...ik");
        all.put("ellipsis_implicit", "...i,i...");
        all.put("ellipsis_last", "ib...,io...->bo...");
        all.put("three", "ij, jk, kl -> il");
        all.put("three_shared", "bi,bj,bk->bijk");
        all.put("bilinear", "bi,ijk,bj->bk");
        all.put("repeated_within", "iij,jk->ik");
        all.put("int", "ij,j->i");
        return all;
    }

    private static Stream<OpCase> big() {
        return Stream.of(
                OpCase.big(
                        "heads of attention",
                        in -> List.of(Ops.einsum("btnh,bsnh->bnts", in.get(0), in.get(1))),
                        Tensors.normal(1, 8, 33, 4, 17),
                        Tensors.normal(2, 8, 35, 4, 17)),
                OpCase.big(
                        "a dense layer over time",
                        in -> List.of(Ops.einsum("abc,cd->abd", in.get(0), in.get(1))),
                        Tensors.normal(3, 16, 33, 65),
                        Tensors.normal(4, 65, 67)));
    }

    private static Stream<OpCase> empty() {
        return Stream.of(
                OpCase.of(
                        "products of nothing",
                        in -> List.of(
                                Ops.einsum("abc,cd->abd", in.get(0), in.get(1)),
                                Ops.einsum("...bc,...cd->...bd", in.get(0), Ops.expandDims(in.get(1), 0))),
                        Tensors.normal(5, 0, 2, 3),
                        Tensors.normal(6, 3, 4)),
                OpCase.of(
                        "sums over nothing",
                        in -> List.of(Ops.einsum("ab,bc->ac", in.get(0), in.get(1))),
                        Tensors.normal(7, 2, 0),
                        Tensors.normal(8, 0, 3)));
    }

    /** What can be one product is one: nothing is moved before or after it. */
    @Test
    void axesInPlaceAreNotMoved() {
        for (String e : List.of("abc,cd->abd", "ab,cb->ac", "ba,bc->ac", "bca,bcd->bad", "ab,bc->ca")) {
            String left = e.substring(0, e.indexOf(','));
            String right = e.substring(left.length() + 1, e.indexOf('-'));
            String program = Compiled.of((x, y) -> Ops.einsum(e, x, y))
                    .describe(Tensors.normal(1, dims(left)), Tensors.normal(2, dims(right)));
            assertEquals(false, program.contains("transpose"), e + " is\n" + program);
        }
    }

    private static long[] dims(String labels) {
        return labels.chars().mapToLong(c -> c - 'a' + 2).toArray();
    }

    @Test
    void equationsThatCannotBeRead() {
        Tensor a = Ops.ones(2, 3);
        refused("einsum: \"ij,jk\" is about 2 operands. Received: 1.", () -> Ops.einsum("ij,jk", a));
        refused(
                "einsum: \"ijk\" in \"ijk->i\" names 3 axes. Received: operand 0 of shape (2, 3).",
                () -> Ops.einsum("ijk->i", a));
        refused(
                "einsum: \"i1->i\" may hold letters, commas, one -> and an ellipsis for each operand. Received: '1'.",
                () -> Ops.einsum("i1->i", a));
        refused("einsum: the output of \"ij->ii\" names 'i' twice.", () -> Ops.einsum("ij->ii", a));
        refused("einsum: the output of \"ij->k\" names 'k', which no operand has.", () -> Ops.einsum("ij->k", a));
        refused(
                "einsum: the output of \"...j->j\" must have an ellipsis, since operands have axes behind theirs.",
                () -> Ops.einsum("...j->j", a));
        refused(
                "einsum: The axes of 'j' must be equal: operand 0 has 3, operand 1 has 2. Received: [(2, 3), (2, 3)].",
                () -> Ops.einsum("ij,jk->ik", a, a));
        refused(
                "einsum: The axes of '...' (axis -1) must be equal: operand 0 has 2, operand 1 has 3. Received: [(2, 3), (3, 3)].",
                () -> Ops.einsum("...i,...i->...", a, Ops.ones(3, 3)));
    }

    @Test
    void shapesThatDoNotFit() {
        Tensor a = Ops.ones(2, 3);
        refused(
                "The axes that are summed over must be equal: axis 1 of (2, 3) has 3, axis 0 of (2, 3) has 2.",
                () -> Ops.dot(a, a));
        refused(
                "tensordot: The number of axes must be from 0 to what both have. Received: 3 for shapes (2, 3) and (2, 3).",
                () -> Ops.tensordot(a, a, 3));
        refused(
                "tensordot: Each axis of one operand needs one of the other. Received: 1 and 2.",
                () -> Ops.tensordot(a, a, new int[] {0}, new int[] {0, 1}));
        refused(
                "cross: The axis of the vectors must have length 2 or 3. Received: axis -1 of shape (2, 4).",
                () -> Ops.cross(Ops.ones(2, 4), a));
    }

    private static void refused(String message, Executable e) {
        assertEquals(message, assertThrows(ShapeException.class, e).getMessage());
    }
}
