package org.kerata.layers.preprocessing;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.ConfigException;
import org.kerata.autodiff.DType;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.graph.Spec;
import org.kerata.layers.Assets;
import org.kerata.layers.Call;
import org.kerata.layers.FluentLayer;
import org.kerata.layers.Kind;
import org.kerata.layers.Option;
import org.kerata.layers.TextInput;

/**
 * Texts as numbers: each text is standardized, split into tokens, the tokens perhaps joined to n-grams, and these looked up in a
 * vocabulary that is given or found by {@link #adapt}. Works outside of compiled programs; within a model it lets pass on what it has
 * given, so that it may stand in front of one.
 *
 * <p>With {@code outputMode("int")} {@code (texts, length)} of {@code int64}: 0 where a text has ended, 1 for an unknown token, then the
 * vocabulary. In the other modes {@code (texts, size)} of {@code float32}, a number for each entry, the first for unknown tokens. Keras:
 * {@code keras.layers.TextVectorization}.
 */
public final class TextVectorization extends FluentLayer<TextVectorization> implements TextInput, Assets {
    private static final OutputMode[] MODES = {OutputMode.INT, OutputMode.MULTI_HOT, OutputMode.COUNT, OutputMode.TF_IDF
    };

    private final Option<Integer> maxTokens = optional("max_tokens", Kind.integer("at least 2", n -> n >= 2));
    private final Option<Standardization> standardize =
            nullable("standardize", Standardization.KIND, Standardization.LOWER_AND_STRIP);
    private final Option<Split> split = nullable("split", Split.KIND, Split.WHITESPACE);
    private final Option<int[]> ngrams = optional("ngrams", Ngrams.KIND);
    private final Option<OutputMode> outputMode = option("output_mode", OutputMode.oneOf(MODES), OutputMode.INT);
    private final Option<Integer> outputSequenceLength = optional("output_sequence_length", Kind.positiveInteger());
    private final Option<Boolean> padToMaxTokens = option("pad_to_max_tokens", BOOL, false);
    private final Option<Integer> vocabularySize = optional("vocabulary_size", Kind.integer("at least 0", n -> n >= 0));
    private final Option<List<String>> vocabulary = optional("vocabulary", OutputMode.listOf(STRING));
    private final Option<double[]> idfWeights = optional("idf_weights", OutputMode.WEIGHTS);

    private @Nullable StringLookup lookup;

    /** No limits; words without punctuation, in lower case. */
    public TextVectorization() {
        tolerate("sparse", false);
        tolerate("ragged", false);
        tolerate("encoding", "utf-8");
        tolerate("has_input_vocabulary");
    }

    // ---- options ----

    /** How many indices there are at most, those of the end and of unknown tokens included; no limit by default. */
    public TextVectorization maxTokens(int maxTokens) {
        return option(this.maxTokens, maxTokens);
    }

    /**
     * What is done to a text first: {@code "lower_and_strip_punctuation"} (the default), {@code "lower"}, {@code "strip_punctuation"}, or
     * {@code "none"}.
     */
    public TextVectorization standardize(String name) {
        return option(standardize, "none".equals(name) ? null : name);
    }

    /** What is done to a text first, as a function; a config cannot be made of it. */
    public TextVectorization standardize(UnaryOperator<String> function) {
        return option(standardize, new Standardization(null, function));
    }

    /** What tokens are: {@code "whitespace"} (the default), the words between spaces; {@code "character"}; or {@code "none"}, whole texts. */
    public TextVectorization split(String name) {
        return option(split, "none".equals(name) ? null : name);
    }

    /** How a text becomes tokens, as a function; a config cannot be made of it. */
    public TextVectorization split(Function<String, List<String>> function) {
        return option(split, new Split(null, function));
    }

    /** Also the sequences of 2 to n tokens, joined by spaces; none by default. */
    public TextVectorization ngrams(int n) {
        return option(ngrams, n);
    }

    /** The sequences of tokens of exactly these lengths, joined by spaces. */
    public TextVectorization ngrams(int[] lengths) {
        return option(ngrams, Arrays.stream(lengths).boxed().toList());
    }

    /** {@code "int"} (the default), {@code "multi_hot"}, {@code "count"} or {@code "tf_idf"}. */
    public TextVectorization outputMode(String mode) {
        return option(outputMode, mode);
    }

    /** How many indices each text gets, cut off or filled up with 0; by default as many as the longest of the texts needs. */
    public TextVectorization outputSequenceLength(int length) {
        return option(outputSequenceLength, length);
    }

    /** Whether rows of numbers are as long as {@code maxTokens} even if the vocabulary is smaller; false by default. */
    public TextVectorization padToMaxTokens(boolean pad) {
        return option(padToMaxTokens, pad);
    }

    /** The vocabulary, instead of one found by {@link #adapt}; with the special tokens in front or without. */
    public TextVectorization vocabulary(List<String> vocabulary) {
        return option(this.vocabulary, vocabulary);
    }

    /** A vocabulary from a file, one entry a line. */
    public TextVectorization vocabulary(Path file) {
        lookup().vocabulary(file);
        return this;
    }

    /** With {@code "tf_idf"}, what each token of the given vocabulary counts. */
    public TextVectorization idfWeights(double... weights) {
        return option(idfWeights, weights);
    }

    private TextVectorization option(Option<?> option, @Nullable Object value) {
        with(option, value);
        lookup = null;
        return this;
    }

    @Override
    public void configure(Map<String, ? extends @Nullable Object> config) {
        super.configure(config);
        lookup = null;
    }

    // ---- vocabulary ----

    private StringLookup lookup() {
        StringLookup l = lookup;
        if (l == null) {
            if (outputMode.get() != OutputMode.INT && outputSequenceLength.isSet()) {
                throw new ConfigException(
                        at() + ": outputSequenceLength goes with the outputMode \"int\" only. Received: \""
                                + outputMode.get().key() + "\".");
            }
            l = new StringLookup()
                    .name(name())
                    .maskToken("")
                    .outputMode(outputMode.get().key())
                    .padToMaxTokens(padToMaxTokens.get());
            Integer most = maxTokens.orNull();
            if (most != null) {
                l.maxTokens(most);
            }
            l.expect(vocabularySize.orNull());
            if (vocabulary.isSet()) {
                l.vocabulary(vocabulary.get());
            }
            double[] weights = idfWeights.orNull();
            if (weights != null) {
                l.idfWeights(weights);
            }
            lookup = l;
        }
        return l;
    }

    /**
     * Finds the vocabulary: the most frequent tokens of these texts, the most frequent first; of equally frequent ones the later in the
     * order of their bytes.
     *
     * @throws ConfigException if a vocabulary was given
     */
    public void adapt(Iterable<String> texts) {
        List<List<String>> documents = new ArrayList<>();
        texts.forEach(t -> documents.add(tokens(t)));
        lookup().adaptDocuments(documents);
    }

    /** Gives the layer this vocabulary, with the special tokens in front or without. */
    public void setVocabulary(List<String> vocabulary) {
        lookup().setVocabulary(vocabulary);
    }

    /** Gives the layer this vocabulary and, with {@code "tf_idf"}, what each entry counts. */
    public void setVocabulary(List<String> vocabulary, double[] idfWeights) {
        lookup().setVocabulary(vocabulary, idfWeights);
    }

    /** The vocabulary, each entry at its index: first the empty token of what is not there and {@code [UNK]}. */
    public List<String> getVocabulary() {
        return lookup().getVocabulary();
    }

    /** The vocabulary in the order of its indices, with the special entries or without. */
    public List<String> getVocabulary(boolean includeSpecialTokens) {
        return lookup().getVocabulary(includeSpecialTokens);
    }

    /** How many indices there are, special ones included. */
    public int vocabularySize() {
        return lookup().vocabularySize();
    }

    /** With {@code "tf_idf"}, what each entry of the vocabulary counts, special ones included; else null. */
    public float @Nullable [] idfWeights() {
        return lookup().idfWeights();
    }

    // ---- texts to numbers ----

    /** The tokens of a text, as they are looked up. */
    public List<String> tokens(String text) {
        Standardization s = standardize.orNull();
        Split by = split.orNull();
        String clean = s == null ? text : s.function().apply(text);
        List<String> tokens = by == null ? List.of(clean) : by.function().apply(clean);
        int[] lengths = ngrams.orNull();
        return lengths == null ? tokens : Ngrams.of(tokens, lengths);
    }

    /** The texts as numbers. */
    public Tensor apply(String... texts) {
        return apply(Arrays.asList(texts));
    }

    @Override
    public Tensor apply(Collection<String> texts) {
        List<List<String>> rows = new ArrayList<>();
        int longest = 0;
        for (String t : texts) {
            List<String> row = tokens(t);
            longest = Math.max(longest, row.size());
            rows.add(row);
        }
        Integer length = outputSequenceLength.orNull();
        return outputMode.get() == OutputMode.INT
                ? lookup().indices(rows, length != null ? length : longest)
                : lookup().numbers(rows);
    }

    @Override
    public Spec textSpec() {
        Integer length = outputSequenceLength.orNull();
        return outputMode.get() == OutputMode.INT
                ? new Spec(DType.INT64, Shape.of(Shape.UNKNOWN, length == null ? Shape.UNKNOWN : length))
                : new Spec(DType.FLOAT32, lookup().numbersShape(Shape.UNKNOWN));
    }

    @Override
    protected boolean castsInputs() {
        return false;
    }

    /** What has been made of texts already. */
    @Override
    protected Tensor call(Tensor x, Call call) {
        return x;
    }

    // ---- files ----

    @Override
    public Map<String, @Nullable Object> config() {
        Map<String, @Nullable Object> out = new LinkedHashMap<>(super.config());
        out.put("vocabulary_size", vocabularySize());
        return out;
    }

    @Override
    public Map<String, String> saveAssets() {
        // Keras looks for the same file in two places: the layer's own, and that of the lookup within.
        Map<String, String> out = new LinkedHashMap<>();
        lookup().saveAssets().forEach((name, text) -> {
            out.put(name, text);
            out.put("_lookup_layer/" + name, text);
        });
        return out;
    }

    @Override
    public Map<String, float[]> saveNumbers() {
        Map<String, float[]> out = new LinkedHashMap<>();
        lookup().saveNumbers().forEach((place, numbers) -> {
            out.put(place, numbers);
            out.put("_lookup_layer/" + place, numbers);
        });
        return out;
    }

    @Override
    public void loadNumbers(Map<String, float[]> numbers) {
        lookup().loadNumbers(numbers);
    }

    @Override
    public void loadAssets(Map<String, String> files) {
        lookup().loadAssets(files);
    }
}
