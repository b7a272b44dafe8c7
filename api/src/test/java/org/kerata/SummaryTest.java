package org.kerata;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.core.Dense;
import org.kerata.layers.merging.Add;
import org.kerata.layers.normalization.BatchNormalization;
import org.kerata.layers.regularization.Dropout;

class SummaryTest {
    private static String text(Model m, Summary options) {
        List<String> lines = new ArrayList<>();
        m.summary(options.printTo(lines::add));
        return String.join("\n", lines);
    }

    private static Functional residual() {
        Input x = new Input(4);
        Tensor h = new Dense(4).apply(x);
        return Model.of(x, new Add().apply(h, x.plus(h)).times(2));
    }

    @Test
    void showsAStackOfLayers() {
        Sequential m = new Sequential(
                new Input(4), new Dense(300), new BatchNormalization().trainable(false), new Dropout(0.2));
        assertEquals("""
                Model: "sequential"
                ┏━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━┳━━━━━━━━━━━━━━━━━━━━━━━━━┳━━━━━━━━━━━━━━━┓
                ┃ Layer (type)                   ┃ Output Shape            ┃       Param # ┃
                ┡━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━╇━━━━━━━━━━━━━━━━━━━━━━━━━╇━━━━━━━━━━━━━━━┩
                │ dense (Dense)                  │ (None, 300)             │         1,500 │
                ├────────────────────────────────┼─────────────────────────┼───────────────┤
                │ batch_normalization            │ (None, 300)             │         1,200 │
                │ (BatchNormalization)           │                         │               │
                ├────────────────────────────────┼─────────────────────────┼───────────────┤
                │ dropout (Dropout)              │ (None, 300)             │             0 │
                └────────────────────────────────┴─────────────────────────┴───────────────┘
                 Total params: 2,700 (10.55 KB)
                 Trainable params: 1,500 (5.86 KB)
                 Non-trainable params: 1,200 (4.69 KB)""", text(m, new Summary()));
    }

    @Test
    void showsWhatIsConnectedToWhat() {
        String t = text(residual(), new Summary().lineLength(84));
        assertEquals(
                """
                │ add_1 (Add)           │ (None, 4)           │            0 │ input_layer[0][0],  │
                │                       │                     │              │ dense[0][0]         │""",
                t.lines()
                        .filter(l -> l.contains("add_1 (Add)") || l.matches("│ +│ +│ +│ dense.*"))
                        .reduce((a, b) -> a + "\n" + b)
                        .orElseThrow());
    }

    @Test
    void showsNestedAndFrozenLayers() {
        Sequential m = new Sequential(residual(), new Dense(1).trainable(false));
        assertEquals("""
                Model: "sequential"
                ┏━━━━━━━━━━━━━━━━━━━━━━━━━━┳━━━━━━━━━━━━━━━━━━━━━━┳━━━━━━━━━━━┳━━━━━━━━━━━━┓
                ┃ Layer (type)             ┃ Output Shape         ┃   Param # ┃ Trainable  ┃
                ┡━━━━━━━━━━━━━━━━━━━━━━━━━━╇━━━━━━━━━━━━━━━━━━━━━━╇━━━━━━━━━━━╇━━━━━━━━━━━━┩
                │ functional (Functional)  │ ?                    │        20 │     Y      │
                ├──────────────────────────┼──────────────────────┼───────────┼────────────┤
                │    └ input_layer         │ (None, 4)            │         0 │     -      │
                │ (InputLayer)             │                      │           │            │
                ├──────────────────────────┼──────────────────────┼───────────┼────────────┤
                │    └ dense (Dense)       │ (None, 4)            │        20 │     Y      │
                ├──────────────────────────┼──────────────────────┼───────────┼────────────┤
                │    └ add (Add)           │ (None, 4)            │         0 │     -      │
                ├──────────────────────────┼──────────────────────┼───────────┼────────────┤
                │ dense (Dense)            │ ?                    │         0 │     -      │
                │                          │                      │ (unbuilt) │            │
                └──────────────────────────┴──────────────────────┴───────────┴────────────┘
                 Total params: 20 (80.00 B)
                 Trainable params: 20 (80.00 B)
                 Non-trainable params: 0 (0.00 B)""", text(m, new Summary().expandNested(true).showTrainable(true)));
    }

    @Test
    void countsWhatTheOptimizerKeepsOnceItHasBegun() {
        Sequential m = new Sequential(new Input(4), new Dense(3));
        m.compile("adam", "mse");
        String before = text(m, new Summary());
        assertEquals(
                " Non-trainable params: 0 (0.00 B)",
                before.lines().reduce((a, b) -> b).orElseThrow());
        m.trainOnBatch(Ops.ones(2, 4), Ops.ones(2, 3));
        List<String> after = text(m, new Summary()).lines().toList();
        assertEquals(" Total params: 47 (192.00 B)", after.get(after.size() - 4));
        assertEquals(" Optimizer params: 32 (132.00 B)", after.get(after.size() - 1));
    }
}
