package org.kerata.layers.preprocessing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.ConfigException;
import org.kerata.autodiff.KerataException;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.Assets;
import org.kerata.layers.FluentLayer;
import org.kerata.layers.Kind;
import org.kerata.layers.Option;

/**
 * What layers share that give tokens numbers by a vocabulary: one that was given, or the most frequent tokens of the data given to {@code
 * adapt}. First come the mask token (for {@code "int"} only), then the indices for unknown tokens, then the vocabulary.
 *
 * @param <T> what a token is
 * @param <L> the layer's own type
 */
abstract class IndexLookup<T, L extends IndexLookup<T, L>> extends FluentLayer<L> implements Assets {
    /** Where Keras keeps what entries count: among the layer's variables, under this name. */
    private static final String WEIGHTS = "vars/idf_weights";

    private final Option<Integer> maxTokens = optional("max_tokens", Kind.integer("at least 2", n -> n >= 2));
    private final Option<Integer> numOovIndices = option("num_oov_indices", Kind.integer("at least 0", n -> n >= 0), 1);
    private final Option<T> maskToken;
    private final Option<T> oovToken;
    private final Option<List<T>> vocabulary;
    private final Option<double[]> idfWeights = optional("idf_weights", OutputMode.WEIGHTS);
    private final Option<Boolean> invert = option("invert", BOOL, false);
    private final Option<OutputMode> outputMode;
    private final Option<Boolean> padToMaxTokens = option("pad_to_max_tokens", BOOL, false);

    /** How many indices there will be once the vocabulary has come: what a file's config says. */
    private final Option<Integer> vocabularySize = optional("vocabulary_size", Kind.integer("at least 0", n -> n >= 0));

    final Option<List<Long>> salt = optional("salt", Salt.KIND);

    private @Nullable Vocabulary<T> known;
    private boolean inProgram;
    private float @Nullable [] loadedWeights;

    IndexLookup(Kind<T> token, T oov, OutputMode... modes) {
        this.maskToken = optional("mask_token", token);
        this.oovToken = nullable("oov_token", token, oov);
        this.vocabulary = optional("vocabulary", OutputMode.listOf(token));
        this.outputMode = option("output_mode", OutputMode.oneOf(modes), OutputMode.INT);
        tolerate("sparse", false);
    }

    // ---- options ----

    /** How many indices there are at most, special ones included; no limit by default. */
    public L maxTokens(int maxTokens) {
        return with(this.maxTokens, maxTokens);
    }

    /** How many indices unknown tokens share, chosen by a hash; with 0 an unknown token is an error. 1 by default. */
    public L numOovIndices(int indices) {
        return with(numOovIndices, indices);
    }

    /** The token that stands for "nothing here" and gets index 0; none by default. */
    public L maskToken(@Nullable T token) {
        return with(maskToken, token);
    }

    /** What an unknown token is called in the vocabulary, and what unknown indices become on the way back. */
    public L oovToken(@Nullable T token) {
        return with(oovToken, token);
    }

    /** The vocabulary, instead of one found by {@code adapt}; with the special tokens in front or without. */
    public L vocabulary(List<T> vocabulary) {
        return with(this.vocabulary, vocabulary);
    }

    /** With {@code "tf_idf"}, what each token of the given vocabulary counts. */
    public L idfWeights(double... weights) {
        return with(idfWeights, weights);
    }

    /** Whether indices become tokens; false by default. */
    public L invert(boolean invert) {
        return with(this.invert, invert);
    }

    /**
     * {@code "int"} (the default): indices. The other modes give each sample a number for each index: {@code "one_hot"} (for each token),
     * {@code "multi_hot"} (1 for tokens that occur), {@code "count"} (how often they do) or {@code "tf_idf"} (that, times the token's
     * weight).
     */
    public L outputMode(String mode) {
        return with(outputMode, mode);
    }

    /** Whether rows of numbers are as long as {@code maxTokens} even if the vocabulary is smaller; false by default. */
    public L padToMaxTokens(boolean pad) {
        return with(padToMaxTokens, pad);
    }

    /** Another hash for unknown tokens, SipHash with this key. */
    public L salt(long first, long second) {
        return with(salt, List.of(first, second));
    }

    // ---- what tokens are ----

    /** The order that decides between equally frequent tokens. */
    abstract Comparator<T> order();

    /** The index among those of unknown tokens. */
    abstract int bucket(T unknown, int buckets);

    /** A token from a line of a file. */
    abstract T fromLine(String line);

    /** Whether an empty line is a token. */
    abstract boolean takesEmpty();

    // ---- vocabulary ----

    final OutputMode mode() {
        return outputMode.get();
    }

    final boolean isInverse() {
        return invert.get();
    }

    final @Nullable T maskToken() {
        return maskToken.orNull();
    }

    final @Nullable T oovToken() {
        return oovToken.orNull();
    }

    final int oovStart() {
        return maskToken.isSet() && mode() == OutputMode.INT ? 1 : 0;
    }

    private int tokenStart() {
        return oovStart() + numOovIndices.get();
    }

    private List<@Nullable T> specialTokens() {
        List<@Nullable T> out = new ArrayList<>();
        if (oovStart() == 1) {
            out.add(maskToken.orNull());
        }
        out.addAll(Collections.nCopies(numOovIndices.get(), oovToken.orNull()));
        return out;
    }

    /** Finds the vocabulary in documents. */
    final void adaptTo(Iterable<? extends List<T>> documents) {
        if (vocabulary.isSet()) {
            throw new ConfigException(at() + ": adapt finds the vocabulary, but one was given.");
        }
        requireOptionsToFit();
        TokenCounts<T> counts = new TokenCounts<>();
        documents.forEach(counts::add);
        T mask = maskToken.orNull();
        T oov = oovToken.orNull();
        if (mask != null) {
            counts.remove(mask);
        }
        if (oov != null) {
            counts.remove(oov);
        }
        Integer most = maxTokens.orNull();
        List<T> tokens = counts.mostFrequent(order(), most == null ? Integer.MAX_VALUE : most - tokenStart());
        float[] weights = null;
        if (mode() == OutputMode.TF_IDF) {
            float[] own = new float[tokens.size()];
            for (int i = 0; i < own.length; i++) {
                own[i] = counts.inverseDocumentFrequency(tokens.get(i));
            }
            weights = withSpecial(own);
        }
        know(Vocabulary.of(tokens, tokenStart(), weights));
    }

    /** Special tokens count as much as the others on average; indices that have no token, nothing. */
    private float[] withSpecial(float[] own) {
        double sum = 0;
        for (float w : own) {
            sum += w;
        }
        int start = tokenStart();
        float[] out = new float[Math.max(depth(start + own.length), start + own.length)];
        Arrays.fill(out, 0, start, own.length == 0 ? 0 : (float) (sum / own.length));
        System.arraycopy(own, 0, out, start, own.length);
        return out;
    }

    private void requireOptionsToFit() {
        if (padToMaxTokens.get() && !maxTokens.isSet()) {
            throw new ConfigException(at() + ": padToMaxTokens needs maxTokens.");
        }
        if (isInverse() && mode() != OutputMode.INT) {
            throw new ConfigException(
                    at() + ": invert needs the outputMode \"int\". Received: \"" + mode().key() + "\".");
        }
    }

    /** Gives the layer this vocabulary, with the special tokens in front or without. */
    public void setVocabulary(List<T> vocabulary) {
        setVocabulary(vocabulary, null);
    }

    /**
     * Gives the layer this vocabulary, with the special tokens in front or without.
     *
     * @param idfWeights with {@code "tf_idf"}, what each entry counts
     * @throws ConfigException if a token occurs twice, a special one elsewhere than in front, or there are too many
     */
    public void setVocabulary(List<T> vocabulary, double @Nullable [] idfWeights) {
        requireOptionsToFit();
        if (vocabulary.isEmpty()) {
            throw new ConfigException(at() + ": a vocabulary must not be empty.");
        }
        boolean weighted = mode() == OutputMode.TF_IDF;
        if (weighted != (idfWeights != null)) {
            throw new ConfigException(at()
                    + ": idfWeights must be given with the outputMode \"tf_idf\", and only with it."
                    + " Received: outputMode \"" + mode().key() + "\", " + (weighted ? "no weights." : "weights."));
        }
        List<@Nullable T> special = specialTokens();
        int start = special.size();
        boolean found =
                vocabulary.size() >= start && vocabulary.subList(0, start).equals(special);
        List<T> tokens = found ? vocabulary.subList(start, vocabulary.size()) : vocabulary;
        requireSound(tokens, special);
        Integer most = maxTokens.orNull();
        if (most != null && start + tokens.size() > most) {
            throw new ConfigException(at() + ": the vocabulary has " + (start + tokens.size())
                    + " entries, special ones included; maxTokens is " + most + ".");
        }
        know(Vocabulary.of(tokens, start, idfWeights == null ? null : weights(vocabulary, idfWeights, found)));
    }

    private void know(Vocabulary<T> vocabulary) {
        if (inProgram) {
            throw new KerataException(at() + ": its vocabulary has gone into the program of a model that has run, which"
                    + " would go on with it. Make the model anew with the other vocabulary.");
        }
        known = vocabulary;
    }

    private float[] weights(List<T> vocabulary, double[] given, boolean withSpecial) {
        if (given.length != vocabulary.size()) {
            throw new ConfigException(at() + ": there must be one of idfWeights for each entry of the vocabulary, "
                    + vocabulary.size() + ". Received: " + given.length + ".");
        }
        float[] own = new float[given.length];
        for (int i = 0; i < own.length; i++) {
            own[i] = (float) given[i];
        }
        return withSpecial ? Arrays.copyOf(own, Math.max(depth(own.length), own.length)) : withSpecial(own);
    }

    private void requireSound(List<T> tokens, List<@Nullable T> special) {
        Set<T> repeated = Vocabulary.repeated(tokens);
        if (!repeated.isEmpty()) {
            throw new ConfigException(at() + ": the vocabulary has entries that occur twice: " + repeated + ".");
        }
        T mask = maskToken.orNull();
        T oov = oovToken.orNull();
        boolean misplaced =
                (mask != null && tokens.contains(mask)) || (oov != null && isInverse() && tokens.contains(oov));
        if (misplaced) {
            throw new ConfigException(at() + ": special tokens must all stand in front of the vocabulary, in the order "
                    + special + ", or not be in it.");
        }
    }

    /** The vocabulary, each entry at its index, special ones included. */
    public List<T> getVocabulary() {
        return getVocabulary(true);
    }

    /** The vocabulary in the order of its indices, with the special entries or without. */
    public List<T> getVocabulary(boolean includeSpecialTokens) {
        Vocabulary<T> v = vocabularyOrNull();
        List<T> out = new ArrayList<>();
        if (includeSpecialTokens) {
            out.addAll(specialTokens());
        }
        if (v != null) {
            out.addAll(v.tokens());
        }
        return out;
    }

    /** Tells how many indices there will be, as a file's config does. */
    final void expect(@Nullable Integer size) {
        with(vocabularySize, size);
    }

    /** How many indices there are, special ones included. */
    public int vocabularySize() {
        Vocabulary<T> v = vocabularyOrNull();
        Integer told = vocabularySize.orNull();
        return v != null ? v.size() : told != null ? told : tokenStart();
    }

    private @Nullable Vocabulary<T> vocabularyOrNull() {
        if (known == null && vocabulary.isSet()) {
            setVocabulary(vocabulary.get(), idfWeights.orNull());
        }
        return known;
    }

    final Vocabulary<T> vocabulary() {
        Vocabulary<T> v = vocabularyOrNull();
        if (v == null) {
            throw new KerataException(at() + " has no vocabulary yet. Call adapt with data, or give it one.");
        }
        return v;
    }

    /** The vocabulary for a program, of which it is a part from now on. */
    final Vocabulary<T> vocabularyForProgram() {
        Vocabulary<T> v = vocabulary();
        inProgram = true;
        return v;
    }

    // ---- looking up ----

    /** How many indices unknown tokens share. */
    final int buckets() {
        return numOovIndices.get();
    }

    /** The length of rows of numbers. */
    final int depth() {
        return depth(vocabularySize());
    }

    /** The length of rows of numbers for a vocabulary of so many entries. */
    private int depth(int size) {
        return padToMaxTokens.get() ? maxTokens.get() : size;
    }

    /** The index of a token; -1 for what is masked, outside of {@code "int"}. */
    final long index(T token) {
        Vocabulary<T> v = vocabulary();
        if (token.equals(maskToken.orNull())) {
            return mode() == OutputMode.INT ? 0 : -1;
        }
        Integer i = v.index(token);
        if (i != null) {
            return i;
        }
        int unknown = numOovIndices.get();
        if (unknown == 0) {
            throw new KerataException(at() + ": the token \"" + token
                    + "\" is not in the vocabulary. Set numOovIndices to 1 to let unknown tokens pass.");
        }
        return (long) oovStart() + (unknown == 1 ? 0 : bucket(token, unknown));
    }

    /** Rows of tokens as rows of indices of this length, cut off or filled up with 0 at the end. */
    final Tensor indices(List<? extends List<T>> rows, int length) {
        return TokenRows.indices(rows, length, this::index);
    }

    /** Rows of tokens as rows of numbers, one for each index; {@code float32}. */
    final Tensor numbers(List<? extends List<T>> rows) {
        Vocabulary<T> v = vocabulary();
        return TokenRows.numbers(rows, mode(), depth(v.size()), v.weights(), this::index);
    }

    /** The token at an index; the unknown token where there is none. */
    final T token(long index) {
        Vocabulary<T> v = vocabulary();
        T mask = maskToken.orNull();
        if (index == 0 && mask != null) {
            return mask;
        }
        if (index >= v.start() && index < v.size()) {
            return v.tokens().get((int) index - v.start());
        }
        T oov = oovToken.orNull();
        if (oov == null) {
            throw new KerataException(
                    at() + ": the index " + index + " is not in the vocabulary, and there is no oovToken.");
        }
        return oov;
    }

    // ---- files ----

    /** The weights of the entries, special ones included; null unless the mode is {@code "tf_idf"} and there is a vocabulary. */
    public float @Nullable [] idfWeights() {
        Vocabulary<T> v = vocabularyOrNull();
        float[] w = v == null ? null : v.weights();
        return w == null ? null : w.clone();
    }

    @Override
    public Map<String, String> saveAssets() {
        return vocabulary.isSet() || known == null ? Map.of() : VocabularyFiles.write(at(), getVocabulary());
    }

    /** What the entries count, also where it stands in the config: Keras reads it from its file in any case. */
    @Override
    public Map<String, float[]> saveNumbers() {
        float[] weights = idfWeights();
        return weights == null ? Map.of() : Map.of(WEIGHTS, weights);
    }

    @Override
    public void loadNumbers(Map<String, float[]> numbers) {
        loadedWeights = numbers.get(WEIGHTS);
    }

    @Override
    public void loadAssets(Map<String, String> files) {
        List<String> lines = VocabularyFiles.lines(files, takesEmpty() && !"".equals(maskToken.orNull()));
        if (vocabulary.isSet() || lines == null) {
            return;
        }
        List<T> tokens = new ArrayList<>();
        int special = oovStart();
        for (int i = 0; i < lines.size(); i++) {
            T mask = maskToken.orNull();
            tokens.add(i < special && mask != null ? mask : fromLine(lines.get(i)));
        }
        setVocabulary(tokens, weightsFor(tokens.size()));
    }

    /** What has been loaded; it may be longer than the vocabulary, filled up to {@code maxTokens}. */
    private double @Nullable [] weightsFor(int entries) {
        float[] loaded = loadedWeights;
        if (loaded == null) {
            return null;
        }
        double[] out = new double[Math.min(entries, loaded.length)];
        for (int i = 0; i < out.length; i++) {
            out[i] = loaded[i];
        }
        return out;
    }

    @Override
    public Map<String, @Nullable Object> config() {
        Map<String, @Nullable Object> out = new LinkedHashMap<>(super.config());
        out.put("vocabulary_size", vocabularyOrNull() == null ? vocabularySize.orNull() : (Object) vocabularySize());
        return out;
    }

    /** The shape of rows of numbers. */
    final Shape numbersShape(long rows) {
        return Shape.of(rows, depth(vocabularySize()));
    }
}
