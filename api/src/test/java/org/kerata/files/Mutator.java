package org.kerata.files;

import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/** Makes damaged model files of good ones: bytes that flip, move or are missing, and configs with other values in places. */
final class Mutator {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final String CONFIG = "config.json";

    private final Random random;
    private final ObjectMapper mapper = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS) // as Python writes them
            .build();

    Mutator(long seed) {
        this.random = new Random(seed);
    }

    /** A damaged file. */
    byte[] mutated(byte[] file) throws IOException {
        boolean zip = file.length > 1 && file[0] == 'P' && file[1] == 'K';
        if (zip && random.nextInt(3) > 0) {
            return random.nextInt(4) > 0 ? withConfig(file) : withMember(file);
        }
        return bytes(file);
    }

    /** A damaged config. */
    String mutated(String json) throws IOException {
        JsonNode root = mapper.readTree(json);
        for (int k = random.nextInt(3); k >= 0; k--) {
            change(root);
        }
        return root.toString();
    }

    // ---- bytes ----

    private byte[] bytes(byte[] file) {
        byte[] out = file.clone();
        switch (random.nextInt(6)) {
            case 0:
                return Arrays.copyOf(out, random.nextInt(out.length));
            case 1:
                return Arrays.copyOf(out, out.length + random.nextInt(1000));
            case 2:
                int from = random.nextInt(out.length);
                int n = Math.min(random.nextInt(64), out.length - from);
                System.arraycopy(file, random.nextInt(out.length - n + 1), out, from, n);
                return out;
            case 3:
                int at = random.nextInt(Math.max(1, out.length - 8));
                long value = new long[] {0, -1, Long.MAX_VALUE, 1L << 31, 1L << 40, out.length}[random.nextInt(6)];
                for (int i = 0; i < 8 && at + i < out.length; i++) {
                    out[at + i] = (byte) (value >>> (8 * i));
                }
                return out;
            default:
                for (int k = random.nextInt(8); k >= 0; k--) {
                    out[random.nextInt(out.length)] ^= (byte) (1 << random.nextInt(8));
                }
                return out;
        }
    }

    private static Map<String, byte[]> members(byte[] zip) throws IOException {
        Map<String, byte[]> out = new LinkedHashMap<>();
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip))) {
            for (ZipEntry e = in.getNextEntry(); e != null; e = in.getNextEntry()) {
                out.put(e.getName(), in.readAllBytes());
            }
        }
        return out;
    }

    private static byte[] zip(Map<String, byte[]> members) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream out = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> m : members.entrySet()) {
                ZipEntry e = new ZipEntry(m.getKey());
                CRC32 crc = new CRC32();
                crc.update(m.getValue());
                e.setMethod(ZipEntry.STORED);
                e.setSize(m.getValue().length);
                e.setCrc(crc.getValue());
                out.putNextEntry(e);
                out.write(m.getValue());
            }
        }
        return bytes.toByteArray();
    }

    /** Another content in a member, with sums that are right: what is within must be looked at. */
    private byte[] withMember(byte[] file) throws IOException {
        Map<String, byte[]> members = members(file);
        List<String> names = new ArrayList<>(members.keySet());
        String name = names.get(random.nextInt(names.size()));
        byte[] content = members.get(name);
        if (content.length > 0) {
            members.put(name, bytes(content));
        }
        return zip(members);
    }

    private byte[] withConfig(byte[] file) throws IOException {
        Map<String, byte[]> members = members(file);
        String config = new String(members.get(CONFIG), java.nio.charset.StandardCharsets.UTF_8);
        members.put(CONFIG, mutated(config).getBytes(java.nio.charset.StandardCharsets.UTF_8));
        return zip(members);
    }

    // ---- configs ----

    private void change(JsonNode root) {
        List<JsonNode> places = new ArrayList<>();
        List<JsonNode> all = new ArrayList<>();
        gather(root, places, all);
        JsonNode place = places.get(random.nextInt(places.size()));
        if (place instanceof ObjectNode o) {
            List<String> keys = new ArrayList<>();
            o.fieldNames().forEachRemaining(keys::add);
            String key = keys.get(random.nextInt(keys.size()));
            switch (random.nextInt(8)) {
                case 0:
                    o.remove(key);
                    break;
                case 1:
                    o.set(key + "_", o.remove(key));
                    break;
                case 2:
                    o.set(keys.get(random.nextInt(keys.size())), o.get(key).deepCopy());
                    break;
                default:
                    o.set(key, other(o.get(key), all));
            }
        } else if (place instanceof ArrayNode a) {
            int i = random.nextInt(a.size());
            switch (random.nextInt(5)) {
                case 0:
                    a.remove(i);
                    break;
                case 1:
                    a.add(a.get(i).deepCopy());
                    break;
                case 2:
                    a.insert(random.nextInt(a.size() + 1), a.remove(i));
                    break;
                default:
                    a.set(i, other(a.get(i), all));
            }
        }
    }

    private static void gather(JsonNode n, List<JsonNode> places, List<JsonNode> all) {
        all.add(n);
        if (n.isContainerNode() && n.size() > 0) {
            places.add(n);
        }
        n.forEach(c -> gather(c, places, all));
    }

    private JsonNode other(JsonNode was, List<JsonNode> all) {
        switch (random.nextInt(14)) {
            case 0:
                return JSON.nullNode();
            case 1:
                return JSON.numberNode(-1);
            case 2:
                return JSON.numberNode(0);
            case 3:
                return JSON.numberNode(random.nextInt(5));
            case 4:
                return JSON.numberNode(
                        new long[] {Integer.MAX_VALUE, Long.MAX_VALUE, 1 << 20, Long.MIN_VALUE}[random.nextInt(4)]);
            case 5:
                return JSON.numberNode(new double[] {0.5, -1e308, 1e-320, 1e20}[random.nextInt(4)]);
            case 6:
                return JSON.textNode(
                        new String[] {"", "relu", "Dense", "float64", "a/../b", "\u0000", "NaN"}[random.nextInt(7)]);
            case 7:
                return JSON.booleanNode(random.nextBoolean());
            case 8:
                return JSON.arrayNode();
            case 9:
                return JSON.objectNode();
            case 10:
                return JSON.arrayNode().add(was.deepCopy());
            case 11:
                return JSON.objectNode().set("class_name", was.deepCopy());
            default:
                return all.get(random.nextInt(all.size())).deepCopy();
        }
    }
}
