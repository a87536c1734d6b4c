package dev.animus4j.image.provider.openai;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.FailureOrigin;
import dev.animus4j.http.Endpoint;
import dev.animus4j.http.HttpCall;
import dev.animus4j.image.ImageRequest;
import dev.animus4j.image.ReferenceImage;
import dev.animus4j.image.provider.DataUrl;
import dev.animus4j.image.provider.HttpUrlCheck;
import dev.animus4j.image.provider.ImageOption;
import dev.animus4j.image.provider.InputImage;
import dev.animus4j.image.provider.InputType;
import dev.animus4j.image.provider.Multipart;
import dev.animus4j.image.store.ImageStore;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Image request in the OpenAI dialect. An image to change at a web address is sent by URL, as JSON;
 * files, and those in data URLs, are sent as a form, which nearly every server takes. Only fields
 * that were set are sent, and always the model.
 *
 * @param fields the fields that generations and edits have in common
 */
record OpenAiImageRequest(
    Endpoint endpoint, String model, ImageRequest request, Map<String, Object> fields) {

  /**
   * Creates a request.
   *
   * @param previews the number of unfinished images to request
   */
  static OpenAiImageRequest of(
      Endpoint endpoint, String model, ImageRequest request, int previews) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("model", model);
    fields.put("prompt", request.prompt());
    if (previews > 0) {
      fields.put("stream", true);
      fields.put("partial_images", previews);
    }
    fields.putAll(modelFields(endpoint, model, request));
    fields.putAll(request.extra());
    fields.put("model", model);
    fields.put("prompt", request.prompt());
    return new OpenAiImageRequest(endpoint, model, request, fields);
  }

  private static Map<String, Object> modelFields(
      Endpoint endpoint, String model, ImageRequest request) {
    OpenAiModelFamily family = OpenAiModelFamily.of(model);
    FailureOrigin origin = FailureOrigin.of(endpoint.provider());
    Map<String, Object> fields = ImageOption.fields(request, family.optionNames(), origin);
    if (request.size() != null && !request.extra().containsKey("size")) {
      fields.putAll(family.sizeFields(request.size()));
    }
    if (request.seed() != null && family == OpenAiModelFamily.OTHER) {
      fields.put("seed", request.seed());
    }
    return fields;
  }

  HttpCall toCall(ImageStore store) {
    HttpCall call = baseCall(store);
    return isStreaming() ? call.withEventStream() : call;
  }

  /** The number of images requested. */
  int imageCount() {
    return fields.get("n") instanceof Number n ? n.intValue() : 1;
  }

  boolean isStreaming() {
    return Boolean.TRUE.equals(fields.get("stream"));
  }

  private HttpCall baseCall(ImageStore store) {
    if (request.source() == null && request.referenceImages().isEmpty()) {
      return endpoint.post("/images/generations", fields);
    }
    return isByUrl() && request.source() instanceof ImageRequest.Source.At at
        ? endpoint.post("/images/edits", urlFields(at.address()))
        : formCall(store);
  }

  /** Whether the image to change is at a web address, which the server fetches. */
  private boolean isByUrl() {
    if (!(request.source() instanceof ImageRequest.Source.At at)
        || DataUrl.isDataUrl(at.address().toString())) {
      return false;
    }
    if (OpenAiModelFamily.of(model).isDallE() || !HttpUrlCheck.isHttp(at.address())) {
      throw new AnimusException.InvalidRequest(
          origin(), model + " does not take pictures at such an address");
    }
    return true;
  }

  private Map<String, Object> urlFields(URI address) {
    Map<String, Object> all = new LinkedHashMap<>(fields);
    List<Object> images = new ArrayList<>(List.of(imageUrl(address)));
    for (ReferenceImage reference : request.referenceImages()) {
      String type = InputType.require(reference.bytes(), reference.mediaType(), origin());
      Object image = imageUrl(new DataUrl.File(type, reference.bytes().getBytes()));
      if (reference.isMask()) {
        all.put("mask", image);
      } else {
        images.add(image);
      }
    }
    all.put("images", images);
    return all;
  }

  private static Map<String, Object> imageUrl(Object address) {
    return Map.of("image_url", address);
  }

  private HttpCall formCall(ImageStore store) {
    Multipart form = new Multipart();
    fields.forEach(form::addField);
    List<InputImage> images = new ArrayList<>();
    InputImage.sourceOf(request, store, origin()).ifPresent(images::add);
    images.addAll(referenceImages(false));
    if (images.isEmpty()) {
      throw new AnimusException.InvalidRequest(origin(), "a mask needs a picture to change");
    }
    String name = images.size() == 1 ? "image" : "image[]";
    for (int at = 0; at < images.size(); at++) {
      form.addFile(name, "image-" + at, images.get(at));
    }
    referenceImages(true).forEach(mask -> form.addFile("mask", "mask", mask));
    return form.asBodyOf(endpoint.post("/images/edits", Map.of()));
  }

  private List<InputImage> referenceImages(boolean masks) {
    return request.referenceImages().stream()
        .filter(reference -> reference.isMask() == masks)
        .map(reference -> InputImage.of(reference, origin()))
        .toList();
  }

  private FailureOrigin origin() {
    return FailureOrigin.of(endpoint.provider());
  }
}
