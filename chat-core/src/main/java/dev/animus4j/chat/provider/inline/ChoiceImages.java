package dev.animus4j.chat.provider.inline;

import dev.animus4j.failure.FailureOrigin;
import dev.animus4j.image.Image;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Images of one choice of a response, in order, each once. */
public final class ChoiceImages {
  private final InlineImages all;
  private List<InlineImage> images = List.of();

  /** Creates the images of a choice of the response that has all of these. */
  public ChoiceImages(InlineImages all) {
    this.all = all;
  }

  /** Begins an image whose base64 follows; to be added when it has ended. */
  InlineImage begin() {
    return all.begin();
  }

  /** The image of this number; null when there is none. */
  @Nullable InlineImage image(int number) {
    return all.image(number);
  }

  /** Adds the image whose base64 begins here, and is the rest of the text. */
  void addBase64(String text, int from) {
    InlineImage image = all.begin();
    for (int i = from; i < text.length(); i++) {
      image.accept(text.charAt(i));
    }
    image.end();
    add(image);
  }

  /** Adds the image at this address. */
  public void addAddress(String address) {
    add(all.addAddress(address));
  }

  /** Records an image that nothing can read. */
  public void addUnknown() {
    all.addUnknown();
  }

  /** Some servers send the same image again, in the text and beside it, or with the last chunk. */
  void add(@Nullable InlineImage image) {
    if (image != null && image.isOpen()) {
      image.end();
    }
    if (image != null && images.stream().noneMatch(image::isSame)) {
      images = images.isEmpty() ? new ArrayList<>() : images;
      images.add(image);
      all.claim(image);
    }
  }

  /** The images that are stored by now. */
  public List<Image> stored(FailureOrigin origin) {
    return images.stream()
        .filter(InlineImage::isStored)
        .map(image -> all.toImage(image, origin))
        .toList();
  }
}
