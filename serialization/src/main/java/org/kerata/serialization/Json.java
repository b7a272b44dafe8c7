package org.kerata.serialization;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.ConfigException;
import org.kerata.layers.Kind;

/** JSON as Python writes and reads it, with limits on what a file from a stranger may do. */
final class Json {
    /** Deeper than any model nests, and shallow enough for any stack. */
    private static final int DEEPEST = 200;

    private static final int LONGEST_STRING = 64 << 20;

    private static final ObjectMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEEPEST)
                            .maxStringLength(LONGEST_STRING)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .disable(JsonWriteFeature.WRITE_NAN_AS_STRINGS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private Json() {}

    /**
     * The object in a text. A text that is itself a JSON string holding JSON, as some tools write it, is unwrapped.
     *
     * @param what what the text is, for messages: "config.json"
     * @throws ConfigException if it is no JSON object
     */
    static Map<String, @Nullable Object> parse(String what, String text) {
        try {
            Object value = MAPPER.readValue(text, Object.class);
            if (value instanceof String inner) {
                value = MAPPER.readValue(inner, Object.class);
            }
            if (value instanceof Map<?, ?> m) {
                return Kind.toMap(m);
            }
            throw new ConfigException(
                    what + " must hold a JSON object. Received: " + shortened(String.valueOf(value)) + ".");
        } catch (JsonProcessingException e) {
            throw new ConfigException(what + " is not valid JSON: " + e.getOriginalMessage() + " " + place(e) + ".");
        }
    }

    private static String place(JsonProcessingException e) {
        return e.getLocation() == null
                ? ""
                : "(line " + e.getLocation().getLineNr() + ", column "
                        + e.getLocation().getColumnNr() + ")";
    }

    /** The text of a config. */
    static String write(Map<String, ? extends @Nullable Object> config) {
        try {
            return MAPPER.writeValueAsString(config);
        } catch (JsonProcessingException e) {
            throw new ConfigException("A config holds what JSON cannot: " + e.getOriginalMessage() + ".");
        }
    }

    private static String shortened(String s) {
        return s.length() <= 60 ? s : s.substring(0, 60) + "…";
    }
}
