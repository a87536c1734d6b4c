package dev.animus4j.image.provider.cloudflare;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.FailureOrigin;
import dev.animus4j.http.HttpCall;
import dev.animus4j.image.ImageRequest;
import dev.animus4j.image.ReferenceImage;
import dev.animus4j.image.provider.ImageOption;
import dev.animus4j.image.provider.InputImage;
import dev.animus4j.image.provider.Multipart;
import dev.animus4j.image.provider.SizeGrid;
import dev.animus4j.image.store.ImageStore;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Request to FLUX.2 on Workers AI, which takes a form only, even for a prompt alone. The image to
 * change is its first input image, and reference images are the next.
 */
record Flux2Request(ImageRequest request, String model, FailureOrigin origin) {
  private static final SizeGrid SIZES = SizeGrid.multiplesOf(16, 256, 1920);
  private static final int MOST_IMAGES = 4;

  /** Returns the call with the form. */
  HttpCall addTo(HttpCall call, ImageStore store) {
    Multipart form = new Multipart();
    fields().forEach(form::addField);
    List<InputImage> images = images(store);
    for (int at = 0; at < images.size(); at++) {
      form.addFile("input_image_" + at, "image-" + at, images.get(at));
    }
    return form.asBodyOf(call);
  }

  private Map<String, Object> fields() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("prompt", request.prompt());
    if (request.size() != null) {
      ImageRequest.Size size = SIZES.nearest(request.size());
      fields.put("width", size.width());
      fields.put("height", size.height());
    }
    if (request.seed() != null) {
      fields.put("seed", request.seed());
    }
    fields.putAll(ImageOption.fields(request, optionNames(), origin));
    fields.putAll(request.extra());
    fields.put("prompt", request.prompt());
    return fields;
  }

  /** The steps of the distilled models are fixed. */
  private Map<ImageOption, String> optionNames() {
    return model.contains("klein")
        ? Map.of(ImageOption.GUIDANCE, "guidance")
        : Map.of(ImageOption.GUIDANCE, "guidance", ImageOption.STEPS, "steps");
  }

  private List<InputImage> images(ImageStore store) {
    InputImage.requireNoMask(request, origin);
    List<InputImage> images = new ArrayList<>();
    InputImage.sourceOf(request, store, origin).ifPresent(images::add);
    for (ReferenceImage reference : request.referenceImages()) {
      images.add(InputImage.of(reference, origin));
    }
    if (images.size() > MOST_IMAGES) {
      String what = "takes " + MOST_IMAGES + " pictures at most, not " + images.size();
      throw new AnimusException.InvalidRequest(origin, what);
    }
    return images;
  }
}
