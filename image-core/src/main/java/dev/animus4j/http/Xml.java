package dev.animus4j.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.FailureOrigin;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayInputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Reads the XML of storage services as JSON. An element is a field whose name begins in lower case:
 * of its text, of an object when it has elements, of an array when there are several of its name.
 * Attributes and namespaces are skipped; a document type declares nothing and loads nothing.
 */
public final class Xml {
  private static final int MAX_DEPTH = 32;

  private final XMLStreamReader reader;
  private final Deque<Element> open = new ArrayDeque<>();

  private Xml(XMLStreamReader reader) {
    this.reader = reader;
  }

  /**
   * Returns an object with the root element as its only field. White space before the document is
   * skipped, since servers send it to keep a connection alive.
   *
   * @throws AnimusException.Protocol when it is not XML, or nested too deeply
   */
  public static JsonNode read(Buffer xml, FailureOrigin origin) {
    byte[] bytes = xml.getBytes();
    int start = 0;
    while (start < bytes.length && bytes[start] >= 0 && bytes[start] <= ' ') {
      start++;
    }
    try {
      ByteArrayInputStream input = new ByteArrayInputStream(bytes, start, bytes.length - start);
      return new Xml(factory().createXMLStreamReader(input)).document();
    } catch (XMLStreamException | RuntimeException notXml) {
      throw new AnimusException.Protocol(origin, "the answer is not valid XML", notXml);
    }
  }

  /** Whether the bytes begin like an XML document. */
  static boolean isDocument(Buffer xml) {
    int head = Math.min(xml.length(), 64);
    return xml.getString(0, head).stripLeading().matches("(?s)<(?:\\?xml|[A-Z]).*");
  }

  private static XMLInputFactory factory() {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_COALESCING, true);
    return factory;
  }

  private JsonNode document() throws XMLStreamException {
    Element document = new Element("");
    open.push(document);
    while (reader.hasNext()) {
      switch (reader.next()) {
        case XMLStreamConstants.START_ELEMENT -> start(reader.getLocalName());
        case XMLStreamConstants.CHARACTERS -> open.element().text.append(reader.getText());
        case XMLStreamConstants.END_ELEMENT -> {
          Element ended = open.pop();
          open.element().add(ended.name, ended.value());
        }
        default -> {}
      }
    }
    return document.children;
  }

  private void start(String name) throws XMLStreamException {
    if (open.size() > MAX_DEPTH) {
      throw new XMLStreamException("nested too deeply");
    }
    open.push(new Element(Character.toLowerCase(name.charAt(0)) + name.substring(1)));
  }

  /** Element whose end has not been read. */
  private static final class Element {
    private final String name;
    private final StringBuilder text = new StringBuilder();
    private final ObjectNode children = JsonNodeFactory.instance.objectNode();

    Element(String name) {
      this.name = name;
    }

    void add(String child, JsonNode value) {
      JsonNode same = children.get(child);
      if (same == null) {
        children.set(child, value);
      } else if (same instanceof ArrayNode array) {
        array.add(value);
      } else {
        children.putArray(child).add(same).add(value);
      }
    }

    JsonNode value() {
      return children.isEmpty() ? JsonNodeFactory.instance.textNode(text.toString()) : children;
    }
  }
}
