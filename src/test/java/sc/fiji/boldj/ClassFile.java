package sc.fiji.boldj;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The names in a class file (Java Virtual Machine Specification, chapter 4), read without loading the class.
 *
 * @param name such as {@code ij/IJ}
 * @param above the superclass, null for Object, and the interfaces
 * @param members what it declares, as {@code name:descriptor}
 * @param classes what it refers to: classes, without arrays
 * @param references what it refers to: members, as {@code class.name:descriptor}
 */
record ClassFile(String name, Set<String> above, Set<String> members, Set<String> classes, Set<String> references) {

    static ClassFile read(InputStream stream) throws IOException {
        DataInputStream in = new DataInputStream(stream);
        in.readInt();
        in.readInt();
        int count = in.readUnsignedShort();
        String[] text = new String[count];
        int[] first = new int[count];
        int[] second = new int[count];
        int[] tags = new int[count];
        for (int i = 1; i < count; i++) {
            tags[i] = in.readUnsignedByte();
            switch (tags[i]) {
                case 1 -> text[i] = in.readUTF();
                case 3, 4 -> in.readInt();
                case 5, 6 -> {
                    in.readLong();
                    i++;
                }
                case 7, 8, 16, 19, 20 -> first[i] = in.readUnsignedShort();
                case 9, 10, 11, 12, 17, 18 -> {
                    first[i] = in.readUnsignedShort();
                    second[i] = in.readUnsignedShort();
                }
                case 15 -> {
                    in.readUnsignedByte();
                    in.readUnsignedShort();
                }
                default -> throw new IOException("constant of kind " + tags[i]);
            }
        }
        in.readUnsignedShort();
        String name = text[first[in.readUnsignedShort()]];
        Set<String> above = new LinkedHashSet<>();
        int parent = in.readUnsignedShort();
        if (parent != 0) above.add(text[first[parent]]);
        for (int n = in.readUnsignedShort(); n > 0; n--) above.add(text[first[in.readUnsignedShort()]]);
        Set<String> members = new HashSet<>();
        for (int kind = 0; kind < 2; kind++)
            for (int n = in.readUnsignedShort(); n > 0; n--) {
                in.readUnsignedShort();
                members.add(text[in.readUnsignedShort()] + ":" + text[in.readUnsignedShort()]);
                for (int a = in.readUnsignedShort(); a > 0; a--) {
                    in.readUnsignedShort();
                    in.skipNBytes(in.readInt());
                }
            }
        Set<String> classes = new HashSet<>();
        Set<String> references = new HashSet<>();
        for (int i = 1; i < count; i++) {
            if (tags[i] == 7 && !text[first[i]].startsWith("[")) classes.add(text[first[i]]);
            if (tags[i] < 9 || tags[i] > 11) continue;
            int pair = second[i];
            references.add(text[first[first[i]]] + "." + text[first[pair]] + ":" + text[second[pair]]);
        }
        return new ClassFile(name, above, members, classes, references);
    }
}
