package sc.fiji.boldj.io;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;

/**
 * JSON in one form that does not depend on indentation, the order of fields or how a number was typed (RFC 8785): members
 * sorted by the UTF-16 units of their names, no blanks, numbers as ECMAScript prints them.
 */
public final class CanonicalJson {

    private CanonicalJson() {}

    /**
     * The text of a value.
     *
     * @throws IllegalArgumentException if a number is not finite or a text holds half of a surrogate pair
     */
    public static String of(JsonNode value) {
        StringBuilder text = new StringBuilder();
        write(value, text);
        return text.toString();
    }

    /** The SHA-256 of the canonical form in UTF-8, 64 hexadecimal digits. */
    public static String digest(JsonNode value) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256")
                            .digest(of(value).getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static void write(JsonNode value, StringBuilder text) {
        if (value.isObject()) {
            List<String> names = new ArrayList<>();
            value.fieldNames().forEachRemaining(names::add);
            Collections.sort(names);
            text.append('{');
            for (int i = 0; i < names.size(); i++) {
                if (i > 0) text.append(',');
                quote(names.get(i), text);
                text.append(':');
                write(value.get(names.get(i)), text);
            }
            text.append('}');
        } else if (value.isArray()) {
            text.append('[');
            for (int i = 0; i < value.size(); i++) {
                if (i > 0) text.append(',');
                write(value.get(i), text);
            }
            text.append(']');
        } else if (value.isNumber()) text.append(EcmaNumber.of(value.doubleValue()));
        else if (value.isTextual()) quote(value.textValue(), text);
        else text.append(value.asText());
    }

    private static void quote(String raw, StringBuilder text) {
        text.append('"');
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            boolean paired = (Character.isHighSurrogate(c)
                            && i + 1 < raw.length()
                            && Character.isLowSurrogate(raw.charAt(i + 1)))
                    || (Character.isLowSurrogate(c) && i > 0 && Character.isHighSurrogate(raw.charAt(i - 1)));
            if (Character.isSurrogate(c) && !paired)
                throw new IllegalArgumentException("a text of JSON holds half of a surrogate pair");
            switch (c) {
                case '"' -> text.append("\\\"");
                case '\\' -> text.append("\\\\");
                case '\b' -> text.append("\\b");
                case '\t' -> text.append("\\t");
                case '\n' -> text.append("\\n");
                case '\f' -> text.append("\\f");
                case '\r' -> text.append("\\r");
                default -> {
                    if (c < 0x20) text.append("\\u00").append(HexFormat.of().toHexDigits((byte) c));
                    else text.append(c);
                }
            }
        }
        text.append('"');
    }
}
