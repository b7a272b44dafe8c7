package org.kerata.autodiff.harness;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** A test of a family of ops: names the cases, the harness does the rest. */
public interface OpContract {

    /** The cases. */
    Stream<OpCase> cases();

    /** Every check of every case. */
    @TestFactory
    default Stream<DynamicNode> contract() {
        return cases().map(OpContract::checks);
    }

    private static DynamicNode checks(OpCase c) {
        List<DynamicNode> tests = new ArrayList<>();
        for (OpCase.Check check : OpCase.Check.values()) {
            boolean applies = !c.skipped().contains(check) && (check == OpCase.Check.GOLDEN || c.isFinite());
            if (applies) {
                tests.add(DynamicTest.dynamicTest(c.name() + " " + check, () -> run(c, check)));
            }
        }
        return DynamicContainer.dynamicContainer(c.name(), tests);
    }

    private static void run(OpCase c, OpCase.Check check) {
        switch (check) {
            case GOLDEN -> OpHarness.golden(c);
            case DIFFERENCES -> OpHarness.differences(c);
            case FAST -> OpHarness.fast(c);
            case VIEWS -> OpHarness.views(c);
            case CUTS -> OpHarness.cuts(c);
        }
    }
}
