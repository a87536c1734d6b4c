package dev.animus4j.image.provider.openai;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.FailureOrigin;
import dev.animus4j.http.Endpoint;
import dev.animus4j.http.HttpCall;
import dev.animus4j.http.Json;
import dev.animus4j.image.ImageRequest;
import dev.animus4j.image.ReferenceImage;
import dev.animus4j.image.provider.DataUrl;
import dev.animus4j.image.provider.HttpUrlCheck;
import dev.animus4j.image.provider.InputImage;
import dev.animus4j.image.store.ImageStore;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Image request in the OpenAI dialect. An image to change at an address is sent by URL, as JSON;
 * files are sent as a form. Only fields that were set are sent, and always the model.
 *
 * @param previews the number of unfinished images to request
 */
record OpenAiImageRequest(Endpoint endpoint, String model, ImageRequest request, int previews) {
  private static final String MASK = "mask";

  HttpCall toCall(ImageStore store) {
    HttpCall call = baseCall(store);
    return isStreaming() ? call.withEventStream() : call;
  }

  /** The number of images requested. */
  int imageCount() {
    return request.extra().get("n") instanceof Number n ? n.intValue() : 1;
  }

  private boolean isStreaming() {
    return previews > 0 || Boolean.TRUE.equals(request.extra().get("stream"));
  }

  private HttpCall baseCall(ImageStore store) {
    if (request.source() == null && request.referenceImages().isEmpty()) {
      return endpoint.post("/images/generations", fields());
    }
    return request.source() instanceof ImageRequest.Source.At at && acceptsUrl(at.address())
        ? endpoint.post("/images/edits", urlFields(at.address()))
        : formCall(store);
  }

  private Map<String, Object> fields() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("model", model);
    fields.put("prompt", request.prompt());
    if (request.size() != null) {
      fields.put("size", request.size().width() + "x" + request.size().height());
    }
    if (request.seed() != null
        && !isModelFamily("gpt-image")
        && !isModelFamily("chatgpt-image")
        && !isModelFamily("dall-e")) {
      fields.put("seed", request.seed());
    }
    if (previews > 0) {
      fields.put("stream", true);
      fields.put("partial_images", previews);
    }
    request.extra().forEach(fields::putIfAbsent);
    return fields;
  }

  /** DALL·E, which does not take URLs, has been shut down, but other servers still offer it. */
  private boolean acceptsUrl(URI address) {
    boolean http = HttpUrlCheck.isHttp(address);
    boolean data = DataUrl.isDataUrl(address.toString());
    if (!data && (!http || isModelFamily("dall-e"))) {
      throw new AnimusException.InvalidRequest(
          FailureOrigin.of(endpoint.provider()),
          model + " does not take pictures at such an address");
    }
    return !isModelFamily("dall-e");
  }

  private Map<String, Object> urlFields(URI address) {
    Map<String, Object> fields = fields();
    List<Object> images = new ArrayList<>(List.of(imageUrl(address)));
    for (ReferenceImage reference : request.referenceImages()) {
      Object image =
          imageUrl(new DataUrl.File(reference.mediaType(), reference.bytes().getBytes()));
      if (MASK.equals(reference.role())) {
        fields.put(MASK, image);
      } else {
        images.add(image);
      }
    }
    fields.put("images", images);
    return fields;
  }

  private static Map<String, Object> imageUrl(Object address) {
    return Map.of("image_url", address);
  }

  private HttpCall formCall(ImageStore store) {
    Multipart form = new Multipart();
    fields().forEach((name, value) -> form.addField(name, fieldText(value)));
    List<InputImage> images = Stream.concat(sourceImages(store), referenceImages(false)).toList();
    String name = images.size() == 1 ? "image" : "image[]";
    for (int at = 0; at < images.size(); at++) {
      form.addFile(name, "image-" + at + "." + images.get(at).extension(), images.get(at));
    }
    referenceImages(true).forEach(mask -> form.addFile(MASK, "mask." + mask.extension(), mask));
    return endpoint
        .post("/images/edits", form.toBody())
        .withHeader("Content-Type", form.mediaType());
  }

  private Stream<InputImage> sourceImages(ImageStore store) {
    ImageRequest.Source source = request.source();
    if (source instanceof ImageRequest.Source.Made made) {
      return Stream.of(InputImage.of(made.image(), store));
    }
    return source instanceof ImageRequest.Source.At at
        ? Stream.of(InputImage.ofDataUrl(at.address(), FailureOrigin.of(endpoint.provider())))
        : Stream.empty();
  }

  private Stream<InputImage> referenceImages(boolean masks) {
    return request.referenceImages().stream()
        .filter(reference -> MASK.equals(reference.role()) == masks)
        .map(InputImage::of);
  }

  private static String fieldText(Object value) {
    boolean textual = value instanceof CharSequence || value instanceof Number;
    return textual || value instanceof Boolean ? value.toString() : Json.write(value).toString();
  }

  private boolean isModelFamily(String family) {
    return model.toLowerCase(Locale.ROOT).startsWith(family);
  }
}
