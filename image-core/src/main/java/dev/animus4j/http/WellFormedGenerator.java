package dev.animus4j.http;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.JsonGeneratorDelegate;
import java.io.IOException;

/**
 * Generator of JSON whose strings and names have no unpaired surrogates, which it would else
 * escape.
 */
final class WellFormedGenerator extends JsonGeneratorDelegate {
  WellFormedGenerator(JsonGenerator generator) {
    super(generator, false);
  }

  @Override
  public void writeString(String text) throws IOException {
    delegate.writeString(WellFormedText.of(text));
  }

  @Override
  public void writeFieldName(String name) throws IOException {
    delegate.writeFieldName(WellFormedText.of(name));
  }
}
