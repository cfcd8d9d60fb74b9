package sc.fiji.boldj.workflow;

/** The works that methods texts cite. */
public enum Reference {
    ANDERSSON_2003(
            "Andersson et al. 2003",
            "Andersson JLR, Skare S, Ashburner J (2003). How to correct susceptibility distortions in spin-echo echo-planar"
                    + " images: application to diffusion tensor imaging. NeuroImage 20:870-888."),
    ANDREWS_HANNA_2010(
            "Andrews-Hanna et al. 2010",
            "Andrews-Hanna JR, Reidler JS, Sepulcre J, Poulin R, Buckner RL (2010). Functional-anatomic fractionation of"
                    + " the brain's default network. Neuron 65:550-562."),
    AVANTS_2008(
            "Avants et al. 2008",
            "Avants BB, Epstein CL, Grossman M, Gee JC (2008). Symmetric diffeomorphic image registration with"
                    + " cross-correlation: evaluating automated labeling of elderly and neurodegenerative brain. Medical"
                    + " Image Analysis 12:26-41."),
    BEHZADI_2007(
            "Behzadi et al. 2007",
            "Behzadi Y, Restom K, Liau J, Liu TT (2007). A component based noise correction method (CompCor) for BOLD and"
                    + " perfusion based fMRI. NeuroImage 37:90-101."),
    CLEMENTS_1981(
            "Clements and Nimmo 1981",
            "Clements JA, Nimmo WS (1981). Pharmacokinetics and analgesic effect of ketamine in man. British Journal of"
                    + " Anaesthesia 53:27-30."),
    COLE_2010(
            "Cole et al. 2010",
            "Cole MW, Pathak S, Schneider W (2010). Identifying the brain's most globally connected regions. NeuroImage"
                    + " 49:3132-3148."),
    ESTEBAN_2019(
            "Esteban et al. 2019",
            "Esteban O, Markiewicz CJ, Blair RW, et al. (2019). fMRIPrep: a robust preprocessing pipeline for functional MRI."
                    + " Nature Methods 16:111-116."),
    FAIR_2020(
            "Fair et al. 2020",
            "Fair DA, Miranda-Dominguez O, Snyder AZ, et al. (2020). Correction of respiratory artifacts in MRI head motion"
                    + " estimates. NeuroImage 208:116400."),
    FIELLER_1954(
            "Fieller 1954",
            "Fieller EC (1954). Some problems in interval estimation. Journal of the Royal Statistical Society B 16:175-185."),
    FONOV_2011(
            "Fonov et al. 2011",
            "Fonov V, Evans AC, Botteron K, Almli CR, McKinstry RC, Collins DL (2011). Unbiased average age-appropriate"
                    + " atlases for pediatric studies. NeuroImage 54:313-327."),
    FREEDMAN_LANE_1983(
            "Freedman and Lane 1983",
            "Freedman D, Lane D (1983). A nonstochastic interpretation of reported significance levels. Journal of Business"
                    + " and Economic Statistics 1:292-298."),
    FRISTON_1995(
            "Friston et al. 1995",
            "Friston KJ, Ashburner J, Frith CD, Poline JB, Heather JD, Frackowiak RSJ (1995). Spatial registration and"
                    + " normalization of images. Human Brain Mapping 3:165-189."),
    FRISTON_1996(
            "Friston et al. 1996",
            "Friston KJ, Williams S, Howard R, Frackowiak RSJ, Turner R (1996). Movement-related effects in fMRI"
                    + " time-series. Magnetic Resonance in Medicine 35:346-355."),
    FRISTON_1998(
            "Friston et al. 1998",
            "Friston KJ, Fletcher P, Josephs O, Holmes A, Rugg MD, Turner R (1998). Event-related fMRI: characterizing"
                    + " differential responses. NeuroImage 7:30-40."),
    GLOVER_2000(
            "Glover et al. 2000",
            "Glover GH, Li TQ, Ress D (2000). Image-based method for retrospective correction of physiological motion effects in"
                    + " fMRI: RETROICOR. Magnetic Resonance in Medicine 44:162-167."),
    GREVE_2009(
            "Greve and Fischl 2009",
            "Greve DN, Fischl B (2009). Accurate and robust brain image alignment using boundary-based registration."
                    + " NeuroImage 48:63-72."),
    HALLQUIST_2013(
            "Hallquist et al. 2013",
            "Hallquist MN, Hwang K, Luna B (2013). The nuisance of nuisance regression: spectral misspecification in a"
                    + " common approach to resting-state fMRI preprocessing reintroduces noise and obscures functional"
                    + " connectivity. NeuroImage 82:208-225."),
    HARVEY_2008(
            "Harvey et al. 2008",
            "Harvey AK, Pattinson KTS, Brooks JCW, Mayhew SD, Jenkinson M, Wise RG (2008). Brainstem functional magnetic"
                    + " resonance imaging: disentangling signal from physiological noise. Journal of Magnetic Resonance Imaging"
                    + " 28:1337-1344."),
    HOLM_1979(
            "Holm 1979",
            "Holm S (1979). A simple sequentially rejective multiple test procedure. Scandinavian Journal of Statistics"
                    + " 6:65-70."),
    JENKINSON_2003(
            "Jenkinson 2003",
            "Jenkinson M (2003). Fast, automated, N-dimensional phase-unwrapping algorithm. Magnetic Resonance in Medicine"
                    + " 49:193-197."),
    JEZZARD_1995(
            "Jezzard and Balaban 1995",
            "Jezzard P, Balaban RS (1995). Correction for geometric distortion in echo planar images from B0 field"
                    + " variations. Magnetic Resonance in Medicine 34:65-73."),
    JOHNSON_2007(
            "Johnson et al. 2007",
            "Johnson WE, Li C, Rabinovic A (2007). Adjusting batch effects in microarray expression data using empirical Bayes"
                    + " methods. Biostatistics 8:118-127."),
    KENWARD_ROGER_1997(
            "Kenward and Roger 1997",
            "Kenward MG, Roger JH (1997). Small sample inference for fixed effects from restricted maximum likelihood. Biometrics"
                    + " 53:983-997."),
    LINDQUIST_2019(
            "Lindquist et al. 2019",
            "Lindquist MA, Geuter S, Wager TD, Caffo BS (2019). Modular preprocessing pipelines can reintroduce artifacts"
                    + " into fMRI data. Human Brain Mapping 40:2358-2376."),
    MALLINCKRODT_2008(
            "Mallinckrodt et al. 2008",
            "Mallinckrodt CH, Lane PW, Schnell D, Peng Y, Mancuso JP (2008). Recommendations for the primary analysis of continuous"
                    + " endpoints in longitudinal clinical trials. Drug Information Journal 42:303-319."),
    MURPHY_2017(
            "Murphy and Fox 2017",
            "Murphy K, Fox MD (2017). Towards a consensus regarding global signal regression for resting state functional"
                    + " connectivity MRI. NeuroImage 154:169-173."),
    NICHOLS_HOLMES_2002(
            "Nichols and Holmes 2002",
            "Nichols TE, Holmes AP (2002). Nonparametric permutation tests for functional neuroimaging: a primer with"
                    + " examples. Human Brain Mapping 15:1-25."),
    NICKERSON_2017(
            "Nickerson et al. 2017",
            "Nickerson LD, Smith SM, Ongur D, Beckmann CF (2017). Using dual regression to investigate network shape and"
                    + " amplitude in functional connectivity analyses. Frontiers in Neuroscience 11:115."),
    PHIPSON_SMYTH_2010(
            "Phipson and Smyth 2010",
            "Phipson B, Smyth GK (2010). Permutation P-values should never be zero: calculating exact P-values when"
                    + " permutations are randomly drawn. Statistical Applications in Genetics and Molecular Biology 9:39."),
    POSSE_1999(
            "Posse et al. 1999",
            "Posse S, Wiese S, Gembris D, et al. (1999). Enhancement of BOLD-contrast sensitivity by single-shot multi-echo"
                    + " functional MR imaging. Magnetic Resonance in Medicine 42:87-97."),
    POWER_2012(
            "Power et al. 2012",
            "Power JD, Barnes KA, Snyder AZ, Schlaggar BL, Petersen SE (2012). Spurious but systematic correlations in"
                    + " functional connectivity MRI networks arise from subject motion. NeuroImage 59:2142-2154."),
    REUTER_2012(
            "Reuter et al. 2012",
            "Reuter M, Schmansky NJ, Rosas HD, Fischl B (2012). Within-subject template estimation for unbiased longitudinal"
                    + " image analysis. NeuroImage 61:1402-1418."),
    ROMANO_WOLF_2005(
            "Romano and Wolf 2005",
            "Romano JP, Wolf M (2005). Exact and approximate stepdown methods for multiple hypothesis testing. Journal of the"
                    + " American Statistical Association 100:94-108."),
    ROUDER_2009(
            "Rouder et al. 2009",
            "Rouder JN, Speckman PL, Sun D, Morey RD, Iverson G (2009). Bayesian t tests for accepting and rejecting the null"
                    + " hypothesis. Psychonomic Bulletin and Review 16:225-237."),
    SATTERTHWAITE_2013(
            "Satterthwaite et al. 2013",
            "Satterthwaite TD, Elliott MA, Gerraty RT, et al. (2013). An improved framework for confound regression and"
                    + " filtering for control of motion artifact in the preprocessing of resting-state functional"
                    + " connectivity data. NeuroImage 64:240-256."),
    SCHUIRMANN_1987(
            "Schuirmann 1987",
            "Schuirmann DJ (1987). A comparison of the two one-sided tests procedure and the power approach for assessing the"
                    + " equivalence of average bioavailability. Journal of Pharmacokinetics and Biopharmaceutics 15:657-680."),
    SHAFFER_1986(
            "Shaffer 1986",
            "Shaffer JP (1986). Modified sequentially rejective multiple test procedures. Journal of the American Statistical"
                    + " Association 81:826-831."),
    SLADKY_2011(
            "Sladky et al. 2011",
            "Sladky R, Friston KJ, Trostl J, Cunnington R, Moser E, Windischberger C (2011). Slice-timing effects and their"
                    + " correction in functional MRI. NeuroImage 58:588-594."),
    SMITH_NICHOLS_2009(
            "Smith and Nichols 2009",
            "Smith SM, Nichols TE (2009). Threshold-free cluster enhancement: addressing problems of smoothing, threshold"
                    + " dependence and localisation in cluster inference. NeuroImage 44:83-98."),
    TUSTISON_2010(
            "Tustison et al. 2010",
            "Tustison NJ, Avants BB, Cook PA, et al. (2010). N4ITK: improved N3 bias correction. IEEE Transactions on"
                    + " Medical Imaging 29:1310-1320."),
    TZOURIO_MAZOYER_2002(
            "Tzourio-Mazoyer et al. 2002",
            "Tzourio-Mazoyer N, Landeau B, Papathanassiou D, et al. (2002). Automated anatomical labeling of activations in"
                    + " SPM using a macroscopic anatomical parcellation of the MNI MRI single-subject brain. NeuroImage"
                    + " 15:273-289."),
    VICKERS_ALTMAN_2001(
            "Vickers and Altman 2001",
            "Vickers AJ, Altman DG (2001). Analysing controlled trials with baseline and follow up measurements. BMJ"
                    + " 323:1123-1124."),
    WANG_2017(
            "Wang et al. 2017",
            "Wang S, Peterson DJ, Gatenby JC, Li W, Grabowski TJ, Madhyastha TM (2017). Evaluation of field map and nonlinear"
                    + " registration methods for correction of susceptibility artifacts in diffusion MRI. Frontiers in"
                    + " Neuroinformatics 11:17."),
    WHITFIELD_GABRIELI_2012(
            "Whitfield-Gabrieli and Nieto-Castanon 2012",
            "Whitfield-Gabrieli S, Nieto-Castanon A (2012). Conn: a functional connectivity toolbox for correlated and"
                    + " anticorrelated brain networks. Brain Connectivity 2:125-141."),
    WINKLER_2014(
            "Winkler et al. 2014",
            "Winkler AM, Ridgway GR, Webster MA, Smith SM, Nichols TE (2014). Permutation inference for the general linear"
                    + " model. NeuroImage 92:381-397."),
    ZANG_2004(
            "Zang et al. 2004",
            "Zang Y, Jiang T, Lu Y, He Y, Tian L (2004). Regional homogeneity approach to fMRI data analysis. NeuroImage"
                    + " 22:394-400."),
    ZANG_2007(
            "Zang et al. 2007",
            "Zang YF, He Y, Zhu CZ, et al. (2007). Altered baseline brain activity in children with ADHD revealed by"
                    + " resting-state functional MRI. Brain and Development 29:83-91."),
    ZHANG_2001(
            "Zhang et al. 2001",
            "Zhang Y, Brady M, Smith S (2001). Segmentation of brain MR images through a hidden Markov random field model"
                    + " and the expectation-maximization algorithm. IEEE Transactions on Medical Imaging 20:45-57."),
    ZOU_2008(
            "Zou et al. 2008",
            "Zou QH, Zhu CZ, Yang Y, et al. (2008). An improved approach to detection of amplitude of low-frequency"
                    + " fluctuation (ALFF) for resting-state fMRI: fractional ALFF. Journal of Neuroscience Methods"
                    + " 172:137-141."),
    ZUO_2010(
            "Zuo et al. 2010",
            "Zuo XN, Kelly C, Di Martino A, et al. (2010). Growing together and growing apart: regional and sex differences"
                    + " in the lifespan developmental trajectories of functional homotopy. Journal of Neuroscience"
                    + " 30:15034-15043.");

    private final String cited;
    private final String full;

    Reference(String cited, String full) {
        this.cited = cited;
        this.full = full;
    }

    /** As it stands in a sentence: {@code Power et al. 2012}. */
    public String cited() {
        return cited;
    }

    /** As it stands in the list of references. */
    public String full() {
        return full;
    }
}
