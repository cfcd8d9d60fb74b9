package sc.fiji.boldj.workflow.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Validates against the part of JSON Schema that our schema uses; refuses a keyword that it does not know. */
public final class JsonSchema {

    private final JsonNode root;

    public JsonSchema(JsonNode root) {
        this.root = root;
    }

    public List<String> errors(JsonNode value) {
        List<String> errors = new ArrayList<>();
        check(root, value, "$", errors);
        return errors;
    }

    private void check(JsonNode schema, JsonNode value, String at, List<String> errors) {
        for (Map.Entry<String, JsonNode> keyword : schema.properties())
            check(schema, keyword.getKey(), keyword.getValue(), value, at, errors);
    }

    private void check(JsonNode schema, String keyword, JsonNode rule, JsonNode value, String at, List<String> errors) {
        switch (keyword) {
            case "$schema", "title", "description", "$defs" -> {}
            case "$ref" -> check(root.at(rule.textValue().substring(1)), value, at, errors);
            case "type" -> require(isType(rule.textValue(), value), at + " is no " + rule, errors);
            case "const" -> require(same(rule, value), at + " is not " + rule, errors);
            case "enum" -> {
                boolean found = false;
                for (JsonNode each : rule) found |= same(each, value);
                require(found, at + " is none of " + rule, errors);
            }
            case "pattern" ->
                require(
                        !value.isTextual()
                                || Pattern.compile(rule.textValue())
                                        .matcher(value.textValue())
                                        .find(),
                        at + " does not match " + rule,
                        errors);
            case "minimum" -> require(!(value.doubleValue() < rule.doubleValue()), at + " is below " + rule, errors);
            case "maximum" -> require(!(value.doubleValue() > rule.doubleValue()), at + " is above " + rule, errors);
            case "exclusiveMinimum" -> require(!(value.doubleValue() <= rule.doubleValue()), at + " min", errors);
            case "exclusiveMaximum" -> require(!(value.doubleValue() >= rule.doubleValue()), at + " max", errors);
            case "minItems", "minProperties" -> require(value.size() >= rule.intValue(), at + " has too few", errors);
            case "maxItems" -> require(value.size() <= rule.intValue(), at + " has too many", errors);
            case "uniqueItems" -> {
                List<JsonNode> all = new ArrayList<>();
                value.forEach(all::add);
                require(all.stream().distinct().count() == all.size(), at + " repeats", errors);
            }
            case "items" -> {
                int i = 0;
                if (value.isArray()) for (JsonNode item : value) check(rule, item, at + "[" + i++ + "]", errors);
            }
            case "required" -> {
                for (JsonNode name : rule)
                    require(!value.isObject() || value.has(name.textValue()), at + " lacks " + name, errors);
            }
            case "properties" -> {
                for (Map.Entry<String, JsonNode> each : rule.properties())
                    if (value.has(each.getKey()))
                        check(each.getValue(), value.get(each.getKey()), at + "." + each.getKey(), errors);
            }
            case "additionalProperties" -> {
                for (Map.Entry<String, JsonNode> each : value.properties()) {
                    if (schema.path("properties").has(each.getKey())) continue;
                    if (rule.isBoolean()) require(rule.booleanValue(), at + " has " + each.getKey(), errors);
                    else check(rule, each.getValue(), at + "." + each.getKey(), errors);
                }
            }
            case "oneOf" -> {
                int fit = 0;
                for (JsonNode each : rule) {
                    List<String> own = new ArrayList<>();
                    check(each, value, at, own);
                    if (own.isEmpty()) fit++;
                }
                require(fit == 1, at + " fits " + fit + " of the choices", errors);
            }
            default -> throw new IllegalStateException("the schema uses " + keyword);
        }
    }

    private static boolean same(JsonNode a, JsonNode b) {
        return (a.isNumber() && b.isNumber()) ? a.doubleValue() == b.doubleValue() : a.equals(b);
    }

    private static boolean isType(String type, JsonNode value) {
        return switch (type) {
            case "object" -> value.isObject();
            case "array" -> value.isArray();
            case "string" -> value.isTextual();
            case "number" -> value.isNumber();
            case "integer" -> value.isNumber() && value.doubleValue() == Math.rint(value.doubleValue());
            case "boolean" -> value.isBoolean();
            default -> throw new IllegalStateException("the schema uses type " + type);
        };
    }

    private static void require(boolean ok, String words, List<String> errors) {
        if (!ok) errors.add(words);
    }
}
