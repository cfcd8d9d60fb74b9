package sc.fiji.boldj.report;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** A picture of pixels, grey or in colour, that becomes a PNG. */
final class Picture {

    /** Beyond this, pictures of maps take much longer and hardly get smaller. */
    private static final int LEVEL = 4;

    private final int width;
    private final int height;
    private final int[] pixels;
    private boolean colour;

    /**
     * A black picture.
     *
     * @param width pixels, 1 or more
     * @param height pixels, 1 or more
     */
    public Picture(int width, int height) {
        if (width < 1 || height < 1)
            throw new IllegalArgumentException("a picture needs 1 pixel or more, got " + width + "x" + height);
        this.width = width;
        this.height = height;
        pixels = new int[Math.multiplyExact(width, height)];
    }

    /** Pixels from left to right. */
    public int width() {
        return width;
    }

    /** Pixels from top to bottom. */
    public int height() {
        return height;
    }

    /** Sets a pixel to red, green and blue in one number, 0xRRGGBB. */
    public void set(int x, int y, int rgb) {
        pixels[y * width + x] = rgb & 0xffffff;
        int red = rgb >> 16 & 255;
        if (red != (rgb >> 8 & 255) || red != (rgb & 255)) colour = true;
    }

    /** Sets a pixel to a grey, 0 black to 1 white; NaN is black. */
    public void setGrey(int x, int y, double value) {
        int level = (int) Math.round(255 * Math.max(0, Math.min(1, Double.isNaN(value) ? 0 : value)));
        pixels[y * width + x] = level * 0x010101;
    }

    /** The pixel as 0xRRGGBB. */
    public int get(int x, int y) {
        return pixels[y * width + x];
    }

    /** The picture on a page. */
    public Element toElement(String description) {
        return Element.of("img").set("src", toAddress()).set("alt", description);
    }

    /** The PNG as an address that holds it whole. */
    public String toAddress() {
        return "data:image/png;base64," + Base64.getEncoder().encodeToString(toPng());
    }

    /** The PNG file: 8 bits, grey or RGB, rows filtered by their difference from the row above. */
    public byte[] toPng() {
        int channels = colour ? 3 : 1;
        byte[] raw = new byte[height * (1 + width * channels)];
        int i = 0;
        for (int y = 0; y < height; y++) {
            raw[i++] = 2;
            for (int x = 0; x < width; x++)
                for (int c = channels - 1; c >= 0; c--) {
                    int above = y == 0 ? 0 : pixels[(y - 1) * width + x] >> (8 * c);
                    raw[i++] = (byte) ((pixels[y * width + x] >> (8 * c)) - above);
                }
        }
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.writeBytes(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'});
        byte[] header = ByteBuffer.allocate(13)
                .putInt(width)
                .putInt(height)
                .put((byte) 8)
                .put((byte) (colour ? 2 : 0))
                .array();
        chunk(file, "IHDR", header);
        chunk(file, "IDAT", deflate(raw));
        chunk(file, "IEND", new byte[0]);
        return file.toByteArray();
    }

    private static byte[] deflate(byte[] raw) {
        Deflater deflater = new Deflater(LEVEL);
        try {
            deflater.setInput(raw);
            deflater.finish();
            ByteArrayOutputStream packed = new ByteArrayOutputStream();
            byte[] buffer = new byte[1 << 16];
            while (!deflater.finished()) packed.write(buffer, 0, deflater.deflate(buffer));
            return packed.toByteArray();
        } finally {
            deflater.end();
        }
    }

    private static void chunk(ByteArrayOutputStream file, String type, byte[] content) {
        byte[] name = type.getBytes(StandardCharsets.US_ASCII);
        CRC32 check = new CRC32();
        check.update(name);
        check.update(content);
        file.writeBytes(ByteBuffer.allocate(4).putInt(content.length).array());
        file.writeBytes(name);
        file.writeBytes(content);
        file.writeBytes(ByteBuffer.allocate(4).putInt((int) check.getValue()).array());
    }
}
