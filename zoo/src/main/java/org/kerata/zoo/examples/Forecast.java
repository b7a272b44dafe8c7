package org.kerata.zoo.examples;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Locale;
import org.kerata.Input;
import org.kerata.Kerata;
import org.kerata.Model;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.ops.Slice;
import org.kerata.layers.core.Dense;
import org.kerata.layers.preprocessing.Normalization;
import org.kerata.layers.recurrent.GRU;
import org.kerata.layers.regularization.Dropout;
import org.kerata.training.Fit;
import org.kerata.training.callbacks.EarlyStopping;
import org.kerata.training.optimizers.Adam;
import org.kerata.zoo.datasets.SeattleWeather;
import org.kerata.zoo.datasets.TimeSeries;

/**
 * A recurrent network looks at two weeks of weather in Seattle and says how warm each day of the next week will be. It learns from three
 * years and is judged by the fourth, in which it must err at least 10 % less than "as warm as today".
 */
public final class Forecast {
    private static final int PAST = 14;
    private static final int AHEAD = 7;
    private static final LocalDateTime TEST = LocalDate.of(2015, 1, 1).atStartOfDay();

    private Forecast() {}

    /**
     * Days that are looked at, and how warm those behind them were.
     *
     * @param past what is known of each day, the highest temperature first: {@code (windows, PAST, features)}
     * @param future the highest temperatures, {@code (windows, AHEAD)}
     */
    record Windows(Tensor past, Tensor future) {
        /** All windows of this length within the series. */
        static Windows of(TimeSeries weather) {
            // The same day of another year has the same place on a circle.
            double[] season = weather.times().stream()
                    .mapToDouble(day -> 2 * Math.PI * day.getDayOfYear() / 365.25)
                    .toArray();
            Tensor place = Tensor.of(season).cast("float32");
            Tensor features = Ops.stack(
                    List.of(
                            weather.column("temp_max"),
                            weather.column("temp_min"),
                            weather.column("precipitation"),
                            weather.column("wind"),
                            Ops.sin(place),
                            Ops.cos(place)),
                    0);
            Tensor windows = Ops.extractSequences(features, PAST + AHEAD, 1).transpose(1, 2, 0);
            List<Tensor> parts = Ops.split(windows, new long[] {PAST}, 1);
            return new Windows(parts.get(0), Ops.get(parts.get(1), 0, 2));
        }

        /** Those from the first to before the second index. */
        Windows between(int from, int to) {
            return new Windows(Ops.slice(past, Slice.of(from, to)), Ops.slice(future, Slice.of(from, to)));
        }

        /** How far a forecast is off on average, in °C, for each day ahead. */
        float[] errors(Tensor forecast) {
            return Ops.abs(forecast.minus(future)).mean(0).floats();
        }
    }

    /** {@code Forecast}, without arguments. */
    public static void main(String[] args) {
        Kerata.setRandomSeed(1);
        TimeSeries weather = SeattleWeather.load();
        Windows all = Windows.of(weather);
        int cut = weather.times().indexOf(TEST);
        // Nothing of the last year is seen in training; what is forecast in the test lies all in it.
        Windows train = all.between(0, cut - PAST - AHEAD + 1);
        Windows test = all.between(cut - PAST, weather.length() - PAST - AHEAD + 1);

        Model model = model(train.past());
        model.summary();
        model.compile(new Adam(2e-3), "mean_absolute_error");
        model.fit(
                train.past(),
                train.future(),
                new Fit()
                        .epochs(100)
                        .verbose(0)
                        .validationSplit(0.2)
                        .callbacks(new EarlyStopping("val_loss")
                                .patience(8)
                                .restoreBestWeights(true)
                                .verbose(1)));

        Tensor forecast = model.predict(test.past());
        float[] errors = test.errors(forecast);
        float[] ofToday = test.errors(today(test.past()));
        show(test, forecast, weather.times().subList(cut, weather.length()));
        System.out.println("\nDays ahead   error of the model   of \"as warm as today\"");
        for (int i = 0; i < AHEAD; i++) {
            System.out.printf(Locale.ROOT, "%10d %17.2f °C %20.2f °C%n", i + 1, errors[i], ofToday[i]);
        }
        Goal.atLeast(0.1, 1 - mean(errors) / mean(ofToday), "error saved against the last value");
    }

    /** From the days seen to the days ahead: today's temperature and what the network adds to it. */
    static Model model(Tensor examples) {
        Input days = new Input(PAST, examples.shape().last());
        Normalization normalization = new Normalization();
        normalization.adapt(examples);
        Tensor seen = new GRU(16).apply(normalization.apply(days));
        Tensor change = new Dense(AHEAD).apply(new Dropout(0.2).apply(seen));
        return Model.of(days, today(days).plus(change));
    }

    /** The highest temperature of the last day seen, {@code (windows, 1)}: the forecast to beat. */
    static Tensor today(Tensor past) {
        return Ops.expandDims(Ops.get(Ops.get(past, -1, 1), 0, 1), 1);
    }

    /** Draws the year, a line for every second week: what was said three days before, and what came. */
    private static void show(Windows test, Tensor forecast, List<LocalDateTime> days) {
        float[][] said = forecast.floats2();
        float[][] came = test.future().floats2();
        System.out.println("\nThree days ahead: + as forecast, o as it came, * both                  °C");
        for (int i = 0; i < said.length; i += 14) {
            StringBuilder line = new StringBuilder(" ".repeat(45));
            int plus = Math.round(said[i][2]) + 3;
            int ring = Math.round(came[i][2]) + 3;
            line.setCharAt(Math.max(0, plus), '+');
            line.setCharAt(Math.max(0, ring), plus == ring ? '*' : 'o');
            System.out.printf(
                    Locale.ROOT, "%s |%s| %5.1f %5.1f%n", days.get(i + 2).toLocalDate(), line, said[i][2], came[i][2]);
        }
    }

    private static double mean(float[] numbers) {
        return Tensor.of(numbers).mean().scalar();
    }
}
