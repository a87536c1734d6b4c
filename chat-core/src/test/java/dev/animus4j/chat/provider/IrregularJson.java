package dev.animus4j.chat.provider;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;

/**
 * JSON as some servers might write it: fields are missing, null, of another type, or twice there.
 */
public final class IrregularJson {
  private IrregularJson() {}

  /** An object that has some of these fields; the values are JSON. */
  public static Arbitrary<String> object(Arbitrary<String> values, String... names) {
    Arbitrary<String> value = values.injectDuplicates(0.1);
    Arbitrary<String> field =
        Arbitraries.of(names).flatMap(name -> value.map(said -> "\"" + name + "\":" + said));
    return field.list().ofMaxSize(3).map(fields -> "{" + String.join(",", fields) + "}");
  }

  /** The object with one more field, which comes first. */
  public static String with(String object, String field) {
    String rest = object.substring(1);
    return "{" + field + (rest.equals("}") ? "" : ",") + rest;
  }
}
