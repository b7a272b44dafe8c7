package org.kerata.autodiff.ops;

import java.util.List;
import java.util.stream.Stream;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.harness.GoldenFile;
import org.kerata.autodiff.harness.OpCase;
import org.kerata.autodiff.harness.OpContract;

class StacksTest implements OpContract {
    @Override
    public Stream<OpCase> cases() {
        return new GoldenFile("stacks")
                .with("vstack", in -> List.of(Ops.vstack(in)))
                .with("hstack", in -> List.of(Ops.hstack(in)))
                .with("dstack", in -> List.of(Ops.dstack(in)))
                .two("append", Ops::append)
                .two("append_axis", (a, b) -> Ops.append(a, b, 1))
                .with("unstack", in -> Ops.unstack(in.get(0), 1))
                .with("array_split", in -> Ops.arraySplit(in.get(0), 3, 1))
                .with("hsplit", in -> Ops.hsplit(in.get(0), 2))
                .with("hsplit_vector", in -> Ops.hsplit(in.get(0), new long[] {1, 4}))
                .with("vsplit", in -> Ops.vsplit(in.get(0), new long[] {1, 3}))
                .with("dsplit", in -> Ops.dsplit(in.get(0), 3))
                .with("select", in -> List.of(Ops.select(in.subList(0, 2), in.subList(2, 4), 0.5)))
                .cases();
    }
}
